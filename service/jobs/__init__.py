"""What wakes the work. The rows in the database say what is to be done; jobs only look there.

`work` holds the jobs themselves, which any engine can run; `embedded` runs them in threads of
the serving process.
"""
