"""The command line: quick help, one line for what is wrong, and exit codes that say so."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from whole_desk import sandbox

from bot.cli import main
from bot.sandbox.server import serve

ROOT = Path(__file__).parents[2]
HEAVY = ("telegram", "numpy", "aiohttp", "babel", "pydantic", "apscheduler", "aiosqlite", "structlog", "httpx")
ENV = {key: value for key, value in os.environ.items() if key not in {"TELEGRAM_BOT_TOKEN", "ADMIN_ID"}}

HOSTED = {"TELEGRAM_BOT_TOKEN": "1:a", "ADMIN_ID": "5"}


def slipstream(*arguments, cwd=ROOT, **env):
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**ENV, "PYTHONPATH": str(ROOT), **env},
        timeout=300,
    )


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\nsys.exit(','.join(heavy) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env=ENV)
    assert ran.returncode == 0, ran.stderr
    assert "demo" in ran.stdout


def test_version_is_the_packages(capsys):
    assert main(["version"]) == 0
    assert capsys.readouterr().out.strip()[0].isdigit()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nosuch"],
        ["demo", "--nosuch"],
        ["demo", "--port", "x"],
        ["demo", "--port", "99999"],
        ["run", "extra"],
    ],
)
def test_a_wrong_call_is_told_how_to_call(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def refused(ran):
    assert ran.returncode == 1, ran.stdout
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith("slipstream: ")
    assert ran.stderr.count("\n") == 1
    return ran.stderr


@pytest.mark.parametrize("start", [["demo", "--data", "here/data"], ["run"]])
def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path, start):
    (tmp_path / "here").write_text("no folder")
    ran = slipstream(*start, cwd=tmp_path, **({} if start[0] == "demo" else HOSTED), DATA_DIR="here/data")
    assert "here/data cannot be the desk's folder (Not a directory)" in refused(ran)


def test_a_port_that_is_taken_is_named_with_what_to_do(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(slipstream("demo", "--port", str(port), "--data", str(tmp_path)))
        assert f"port {port} of this machine cannot be used" in said
        assert "--port" in said


def test_run_without_a_token_says_so_in_one_line(tmp_path):
    assert "TELEGRAM_BOT_TOKEN is missing" in refused(slipstream("run", cwd=tmp_path))


def test_run_without_an_admin_says_so_in_one_line(tmp_path):
    assert "ADMIN_ID is missing" in refused(slipstream("run", cwd=tmp_path, TELEGRAM_BOT_TOKEN="1:a"))


def test_run_with_a_newer_journal_refuses_in_one_line_and_shows_no_token(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "journal.sqlite").write_bytes(b"no database at all" * 100)
    token = "123456789:AAF-canary_canary_canary_canary_1234"
    said = refused(slipstream("run", cwd=tmp_path, TELEGRAM_BOT_TOKEN=token, ADMIN_ID="5"))
    assert "canary" not in said


def test_a_token_in_the_environment_keeps_the_demo_from_starting(tmp_path):
    ran = slipstream("demo", "--data", str(tmp_path / "d"), TELEGRAM_BOT_TOKEN="1:a")
    assert "does not start beside a real token" in refused(ran)
    assert not (tmp_path / "d").exists()


def test_run_refuses_where_telegram_does_not_know_the_token(tmp_path):
    """A sandbox that knows another token stands in for Telegram."""

    async def story():
        server = await serve(sandbox())
        try:
            return await asyncio.to_thread(
                slipstream,
                "run",
                cwd=tmp_path,
                TELEGRAM_BOT_TOKEN="77:wrong-canary",
                TELEGRAM_API_BASE=server.url,
                ADMIN_ID="5",
            )
        finally:
            await server.close()

    ran = asyncio.run(story())
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "canary" not in ran.stderr
    assert "slipstream: Telegram refuses TELEGRAM_BOT_TOKEN" in ran.stderr
