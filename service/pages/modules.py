"""Which modules a page's script imports, so that the page can name them all at once.

Otherwise a browser would learn of them one import after another, each a round trip later.
"""

import re
from functools import cache
from pathlib import Path, PurePosixPath

IMPORTED = re.compile(r'from "(\.[^"]+)"')


@cache
def modules_of(script: Path, address: str) -> tuple[str, ...]:
    """The addresses of all modules that a script at this address imports, however indirectly."""
    found: dict[Path, str] = {}
    waiting = [(script, PurePosixPath(address))]
    while waiting:
        file, place = waiting.pop(0)
        for source in IMPORTED.findall(file.read_text(encoding="utf-8")):
            imported = (file.parent / source).resolve()
            if imported not in found:
                there = _joined(place.parent, source)
                found[imported] = str(there)
                waiting.append((imported, there))
    return tuple(found.values())


def _joined(folder: PurePosixPath, source: str) -> PurePosixPath:
    for part in PurePosixPath(source).parts:
        folder = folder.parent if part == ".." else folder / part
    return folder
