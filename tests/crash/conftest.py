"""For the tests that kill: what was written outlives a kill, so that no disk need be waited for."""

import pytest

from tests.unsynced import unsynced


@pytest.fixture(scope="module", autouse=True)
def no_disk_waited_for():
    with pytest.MonkeyPatch.context() as patched:
        unsynced(patched.setattr)
        yield
