"""`python -m bot` is `slipstream`."""

import sys

from bot.cli import main

sys.exit(main())
