"""Integrations: one file for each program that svfix plugs into, imported by that program alone."""
