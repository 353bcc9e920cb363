"""Text without a language model: what its characters, lines and markup are."""
