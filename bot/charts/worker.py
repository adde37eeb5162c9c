"""The drawing process: `python -m bot.charts.worker` reads pictures from its standard input and writes PNGs.

A frame is four bytes of length, most significant first, and so many bytes. The first one out is a greeting. The process
ends with its input, so no killed parent leaves it behind; and by an alarm where one picture takes for ever.
"""

import json
import os
import signal
import struct
import sys
from typing import BinaryIO, Final

from bot.charts.pictures import unpack

LENGTH: Final = struct.Struct(">I")
DRAWN, PROBLEM = b"\x00", b"\x01"
"""The first byte of an answer: a PNG follows, or the name of what went wrong."""
ALONE_AFTER: Final = 20
"""Seconds for one picture; the parent kills a slow process much sooner, if there is one."""
NICE: Final = 10
GREETING_WITHOUT: Final = {"library": False, "chinese": False}
"""What is said where matplotlib is not installed; nothing follows it."""


def main() -> int:
    """Greets, then draws until the input ends."""
    inlet, outlet = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between two frames
    os.nice(NICE)
    try:
        from bot.charts import drawing, sheet  # noqa: PLC0415 - matplotlib comes here and nowhere else
    except ImportError:
        write_frame(outlet, json.dumps(GREETING_WITHOUT).encode())
        return 1
    write_frame(outlet, json.dumps({"library": True, "chinese": sheet.speaks_chinese()}).encode())
    while (packed := read_frame(inlet)) is not None:
        signal.alarm(ALONE_AFTER)
        try:
            answer = DRAWN + drawing.draw(unpack(packed)).png()
        except Exception as problem:  # noqa: BLE001 - whatever is wrong with one picture, the next may be drawn
            answer = PROBLEM + type(problem).__name__.encode()
        signal.alarm(0)
        write_frame(outlet, answer)
    return 0


def read_frame(inlet: BinaryIO) -> bytes | None:
    """The next frame; None at the end of the input, also in the middle of one."""
    head = inlet.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = inlet.read(length)
    return body if len(body) == length else None


def write_frame(outlet: BinaryIO, body: bytes) -> None:
    """One frame, at once."""
    outlet.write(LENGTH.pack(len(body)) + body)
    outlet.flush()


if __name__ == "__main__":
    sys.exit(main())
