"""What several test files need."""

import pytest

from svfix.cli import main


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
