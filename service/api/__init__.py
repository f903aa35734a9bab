"""The HTTP interface: a blueprint per noun. `attach.py` lists them."""
