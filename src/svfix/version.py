"""The version of svfix: what it makes of a text may change with it."""

__version__ = "0.1.0"
