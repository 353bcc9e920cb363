"""What is read and written: files, whole or not at all, their character sets, and terminals."""
