"""The tables of Belowline, one subject a file.

Import the module you mean (`from models.comments import Comment`); nothing is re-exported here,
so that the import contracts can say who may touch which table.
"""
