"""What `tools/fuzz.py` tries: how inputs of each target are drawn, and what has to hold of them."""
