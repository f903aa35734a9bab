"""Our own pages: the moderators' queue with its sign-in, and the demo articles.

Each page is a thin shell. Flask sends static HTML with strict headers (`headers.py`), and the
scripts beside it speak to the public JSON API and to nothing else, so whatever a page can do,
any other client can do too.
"""
