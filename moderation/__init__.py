"""The plain ideas of moderation, readable alone: no Flask, no SQL.

status.py     what a comment can be, and what may follow what
rules.py      facts and rules in, a verdict with its reason out
events.py     what a decision tells the world
text.py       a reader's Markdown as safe HTML, its links, its initials
classifier/   texts in, scores out
"""
