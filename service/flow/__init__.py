"""The life of a comment, one verb a file. Knows the tables, knows no HTTP."""
