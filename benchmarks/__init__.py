"""Programs that measure Belowline and print what they found, beside others where there are any.

`python -m benchmarks.load` is load over HTTP; docs/benchmarks.md says what the figures mean.
"""
