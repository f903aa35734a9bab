"""What comes in and what goes out, a file per noun.

These schemas validate requests, and the OpenAPI document is made from the same ones.
"""
