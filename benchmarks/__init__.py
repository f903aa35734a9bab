"""Programs that measure Belowline and print what they found, beside others where there are any.

`python -m benchmarks.load` is load over HTTP, `python -m benchmarks.widget` the thread in a browser;
docs/benchmarks.md and docs/widget-benchmark.md say what the figures mean.
"""
