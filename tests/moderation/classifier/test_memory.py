"""What a fresh process brings along and holds when it scores."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.classifier import load_raw
from tests.moderation.classifier.random_models import random_model

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[3]
MOST_MB = 350

LONG_TEXTS = """
import random, sys
from pathlib import Path
from moderation.classifier import load_classifier

class Texts:
    # Made when they are asked for, so that what is measured is the scoring of them.
    def __init__(self, places, length):
        self.places, self.length = places, length
    def __len__(self):
        return len(self.places)
    def __getitem__(self, place):
        if isinstance(place, slice):
            return Texts(self.places[place], self.length)
        chance = random.Random(self.places[place])
        return "".join(chance.choices("abcdefghijklmnop?!  ", k=self.length))

classifier = load_classifier("bundled")
number, length = int(sys.argv[1]), int(sys.argv[2])
assert len(classifier.score(Texts(range(number), length))) == number
status = Path("/proc/self/status").read_text()
print([int(line.split()[1]) // 1000 for line in status.splitlines() if line.startswith("VmHWM")][0])
"""

SERVING = """
import sys
from service.app import create_app
from service.access import running
from service.cli.database import bring_up_to_date
from service.settings import read_settings
import os
settings = read_settings(os.environ)
bring_up_to_date(settings)
app = create_app(settings)
with app.app_context():
    for model in ("bundled", settings.model):
        scorer = running.scorers().of(model) if model != settings.model else running.scorer()
        assert scorer.load(), scorer.reason
        assert len(scorer.score(["hello world", "You are a stupid idiot."])) == 2
assert app.test_client().get("/healthz").status_code == 200
print(sorted({"torch", "transformers", "detoxify", "onnx"} & set(sys.modules)))
"""


def _run(script: str, *arguments: str, **environ: str) -> str:
    own = {name: value for name, value in os.environ.items() if "BELOWLINE_" not in name}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**own, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
@pytest.mark.parametrize(("number", "length"), [(20, 10_000), (2000, 5), (1, 60_000)])
def test_memory_is_bounded(number: int, length: int) -> None:
    """Many texts, long ones and one endless one are scored in less than 350 MB."""
    assert int(_run(LONG_TEXTS, str(number), str(length))) < MOST_MB


def test_serving_imports_neither_torch_nor_transformers(tmp_path: Path) -> None:
    """The whole app, scoring by the bundled model and by one that was exported before, has neither.

    Nor does it have what only an export needs.
    """
    checkpoint = random_model(tmp_path / "model", "Bert")
    load_raw(str(checkpoint), cache=tmp_path / "instance" / "models")
    printed = _run(
        SERVING,
        BELOWLINE_INSTANCE=str(tmp_path / "instance"),
        BELOWLINE_MODEL=str(checkpoint),
        BELOWLINE_JOBS="off",
    )
    assert printed.splitlines()[-1] == "[]"
