"""`belowline score --compare`: which threshold does here what one on the Perspective API did.

options.py   what may be typed, as one value
columns.py   which column of a table holds what; decided.py what a decision is spelt like
table.py     the file, whatever a spreadsheet or a database made of it, as comments
compare.py   scores them, and prints the outcome
basis.py     what was compared, and what was left out and why
outcome.py   what came of it, by the statistics in moderation/thresholds.py
report.py    the outcome in words and as JSON
chart.py     the outcome as a picture (SVG)
"""
