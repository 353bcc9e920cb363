"""`python -m svfix` is the command `svfix`."""

from svfix.program import run

if __name__ == "__main__":
    run()
