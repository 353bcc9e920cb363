"""Integrations: one file for each program that svfix plugs into, imported by that program alone."""

import sys


def ocrd_svfix() -> None:
    """Run `ocrd-svfix`, the processor of OCR-D, which is there wherever svfix is installed.

    Where OCR-D is not, it ends the program with a sentence and status 1.
    """
    try:
        from svfix.integrations.ocrd import cli
    except ModuleNotFoundError as error:
        sys.exit(f"ocrd-svfix needs OCR-D ({error}): pip install 'svfix[ocrd]'")
    cli()
