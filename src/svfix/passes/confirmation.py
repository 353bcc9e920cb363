"""Confirmation: how many distinct words of a text confirm what is believed to have befallen it."""

LETTERS = "åäöÅÄÖéÉüÜ"
"""The letters that a Swedish word is known by."""

MANY_TYPES, MOST = 5, 4
"""How many distinct words have to confirm it, and how many for each that contradicts it, to believe
it of names as well."""
