"""One script out of several modules, joined when the server starts, so that no build is needed.

The sources stay plain ES modules that name what they need; the browser gets a single file, in one
request. A name at the top of one module must not return in another. All of it stands in a function, so
that these names, those of functions included, are the script's own, and may be shortened (`shrink.py`).
"""

import json
import re
from pathlib import Path

IMPORT = re.compile(r"^import\s(?P<names>[^;]*?)\sfrom\s'(?P<path>[^']+)'[^;]*;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|let|class|function|async)\b)", re.MULTILINE)


def join(entry: Path) -> str:
    """The module `entry` and all it imports, each once, what is needed before what needs it."""
    parts: dict[Path, str] = {}
    _add(entry.resolve(), parts)
    return "(() => {\n" + "".join(parts.values()) + "})();\n"


def _add(path: Path, parts: dict[Path, str]) -> None:
    if path in parts:
        return
    source = path.read_text(encoding="utf-8")
    for needed in IMPORT.finditer(source):
        beside = (path.parent / needed["path"]).resolve()
        if beside.suffix == ".css":
            parts[beside] = _style_sheet(beside, needed["names"])
        else:
            _add(beside, parts)
    parts[path] = EXPORT.sub("", IMPORT.sub("", source))


def _style_sheet(path: Path, name: str) -> str:
    """What `import sheet from './x.css' with { type: 'css' }` gives: a constructed style sheet."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()
    text = json.dumps(css.replace(": ", ":").replace(";}", "}"))
    return f"const {name} = new CSSStyleSheet();\n{name}.replaceSync({text});\n"
