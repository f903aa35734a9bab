"""How the bundled model is made: commands run by hand, in this order.

prepare.py    the public data sets in one file of rows, each label given or left open
train.py      fine-tunes a small encoder on them, resumable, on CPU or GPU
average.py    the mean of several checkpoints
evaluate.py   the table of the model card, with bootstrap intervals
export.py     the checkpoint in half precision and its int8 export, as the service wants them

sources.py    what each data set says, in our labels
templates.py  sentences of our own: who one is, threats, and what only looks like them
evade.py      how people spell to get past a classifier
README.md     the whole way, with what it took
"""
