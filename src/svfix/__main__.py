"""`python -m svfix` is the command `svfix`."""

import sys

from svfix.cli import main

sys.exit(main())
