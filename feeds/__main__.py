"""`python -m feeds` is the same as the command `feeds`."""

import sys

from feeds.cli import main

sys.exit(main())
