"""`python -m coolhead.bench` is `coolhead`."""

import sys

from coolhead.bench.cli import main

if __name__ == "__main__":
    sys.exit(main())
