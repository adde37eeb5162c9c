"""`python -m bot.translate extract`: the one thing that is done to words from a shell."""

import sys

from bot.translate.extracting import update


def main(arguments: list[str]) -> int:
    """0: done, what is untranslated is listed; 2: called wrongly."""
    if arguments != ["extract"]:
        sys.stderr.write("usage: python -m bot.translate extract\n")
        return 2
    for line in update():
        sys.stdout.write(f"untranslated  {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
