"""A port of the loopback that nobody takes by chance between its choice and its use, or while its server is away."""

import random
import socket

BELOW_THOSE_LENT_OUT = range(20_000, 32_000)
"""From 32,768 on the machine gives ports to whoever connects to somewhere: to other tests, and to browsers."""


def free_port() -> int:
    """One that is free now; OSError where all those tried are taken."""
    taken: OSError | None = None
    for port in random.SystemRandom().sample(BELOW_THOSE_LENT_OUT, 20):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError as problem:
            taken = problem
    raise taken or OSError("no port was tried")
