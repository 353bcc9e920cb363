"""What several test files need."""

import pytest
from hypothesis import settings

from svfix.cli import main

settings.register_profile("untimed", deadline=None)  # how long a test takes is for benchmarks
settings.load_profile("untimed")


@pytest.fixture
def run(capsysbinary):
    """Run svfix in this process; returns exit code, output, messages."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code
        captured = capsysbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return run
