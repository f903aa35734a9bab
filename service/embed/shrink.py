"""Scripts without what only people need: comments, spaces, long names of what stays inside.

The minifier with short names comes as a ready-made package for Linux and Windows. Elsewhere only
comments and spaces go, and the scripts are about a tenth larger.

It has one fault to write around: `const { [key]: value } = …` is moved above a `const key` of the same
function. A key that is a parameter is safe.
"""

from rjsmin import jsmin  # type: ignore[import-untyped]

try:
    from minify import string as minified
except ImportError:
    minified = None

HAS_SHORT_NAMES = minified is not None


def shrink(source: str) -> str:
    """The same module in fewer bytes; what it exports keeps its name."""
    text: str = jsmin(source) if minified is None else minified("text/javascript", source)
    return text
