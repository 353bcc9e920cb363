"""`python -m svfix` is the command `svfix`."""

from svfix.cli import run

if __name__ == "__main__":
    run()
