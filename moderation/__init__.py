"""The plain ideas of moderation, readable alone: no Flask, no SQL.

status.py     what a comment can be, and what may follow what
rules.py      facts and rules in, a verdict with its reason out
events.py     what a decision tells the world
text.py       a reader's Markdown as safe HTML, its links, its initials
perspective.py what the Perspective API called attributes, and where its spans stand
markup.py     HTML as people see it
classifier/   texts in, scores out
"""
