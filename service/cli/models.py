"""`belowline model`: which models there are, and whether they are whole and fast."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from moderation.classifier import Classifier, ClassifierUnavailable, load_classifier, load_raw
from moderation.classifier.checkpoint import DOWNLOADS
from moderation.classifier.exported import Export, export_of, exports_in, kept, open_export
from moderation.classifier.manifest import Damaged
from moderation.classifier.pinned import BUNDLED, EXPORT
from moderation.classifier.speed import measure, sample_texts
from service.cli.database import chosen
from service.settings import EXPECTED_MODEL, Settings, find_model

ABOUT = {
    "bundled": "small, English, six labels; ships with Belowline",
    "original": "BERT, English, six labels; about 0.4 GB to download",
    "unbiased": "RoBERTa, English, seven labels, fairer to identities; about 0.5 GB",
    "multilingual": "XLM-R; en, fr, es, it, pt, tr, ru; seven labels; about 1.1 GB",
    "original-small": "ALBERT, English, six labels; about 50 MB",
    "unbiased-small": "ALBERT, English, seven labels, fairer to identities; about 50 MB",
}
PROBES = (
    "Thank you for this article, I learned a lot.",
    "You are a stupid idiot.",
    "",
    "🎉 naïve café — “quoted” 100 %",
    "The council met on Tuesday and talked about the bridge. " * 200,
)
BENCHMARK_TEXTS = 150


@click.group()
def model() -> None:
    """Models that read comments: what is here, and how good it is."""


@model.command("list")
def list_() -> None:
    """List the models by name: revision, whether it is here, what it is."""
    settings = chosen()
    for name, about in ABOUT.items():
        click.echo(f"{name:15} {_here(name, settings):22} {about}")
    named = {export_of(name, settings.models).folder for name in DOWNLOADS}
    for export in exports_in(settings.models):
        if export.folder not in named:
            click.echo(f"{export.name}  exported from a checkpoint, {_size(export.folder)}")
    click.echo(f"Scoring by: {settings.model}. Exports are kept in {settings.models}")


@model.command()
@click.argument("name")
def fetch(name: str) -> None:
    """Have model NAME (or the path of a checkpoint) ready: download it, export it, keep that.

    Otherwise the server does so when it first scores by it, and comments wait meanwhile.
    """
    settings = chosen()
    asked = _found(name)
    if asked == BUNDLED.name:
        click.echo("The bundled model ships with Belowline: there is nothing to fetch.")
        return
    start = time.monotonic()
    click.echo("Fetching and exporting. This can take minutes.", err=True)
    export = export_of(asked, settings.models)
    revision = kept(export).source[:12]
    click.echo(
        f"{export.name} is ready: revision {revision}, {_size(export.folder)} in {export.folder} "
        f"({time.monotonic() - start:.0f} s)."
    )


@model.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Compare the files of NAME, else of all models that are here, with their hashes; try them.

    Exit 1 when one is missing or damaged, or gives a score that is none.
    """
    subjects = _subjects(chosen().models, name and _found(name))
    wrong = 0
    for title, load in subjects.items():
        try:
            classifier = load()
            _try(classifier)
        except (Damaged, ClassifierUnavailable, ArithmeticError) as error:
            wrong += 1
            click.echo(f"{title}: wrong. {error}")
        else:
            click.echo(f"{title}: whole, revision {classifier.revision}, scores as it should.")
    if wrong:
        raise click.ClickException(f"{wrong} of {len(subjects)} models cannot be used.")


@model.command()
@click.argument("name", required=False)
def benchmark(name: str | None) -> None:
    """Measure how fast NAME, else the server's model, scores on this machine. Takes seconds."""
    settings = chosen()
    before = _peak_mb()
    classifier = load_classifier(_found(name) if name else settings.model, cache=settings.models)
    speed = measure(classifier, sample_texts(BENCHMARK_TEXTS))
    click.echo(f"{classifier.name}, revision {classifier.revision}:")
    click.echo(f"  {speed.per_second:,.1f} comments/s together")
    click.echo(f"  one by one p50 {speed.p50_ms:,.1f} ms, p99 {speed.p99_ms:,.1f} ms")
    click.echo(f"  memory {_peak_mb():,.0f} MB at most, {before:,.0f} MB without the model")


def _found(name: str) -> str:
    found = find_model(name)
    if found is None:
        raise click.UsageError(f"“{name}” is no model. Expected: {EXPECTED_MODEL}.")
    return found


def _here(name: str, settings: Settings) -> str:
    if name == BUNDLED.name:
        whole = all((BUNDLED.folder / file).is_file() for file in BUNDLED.sha256)
        return f"{BUNDLED.revision(EXPORT)}  {'here' if whole else 'damaged'}"
    try:
        return f"{export_of(name, settings.models).manifest.source[:12]}  here"
    except Damaged:
        there = export_of(name, settings.models).folder.exists()
        return f"{DOWNLOADS[name]}…     {'damaged' if there else '–'}"


def _size(folder: Path) -> str:
    return f"{sum(file.stat().st_size for file in folder.iterdir()) / 1e6:,.0f} MB"


def _subjects(cache: Path, name: str | None) -> dict[str, Callable[[], Classifier]]:
    """What is to be verified, by its name, and how it is loaded after comparing every file."""
    if name is None:
        exports = exports_in(cache)
    else:
        exports = [] if name == BUNDLED.name else [export_of(name, cache)]
    bundled = {BUNDLED.name: _whole_bundled} if name in (None, BUNDLED.name) else {}
    return bundled | {export.name: partial(_whole_export, export) for export in exports}


def _whole_bundled() -> Classifier:
    for file in BUNDLED.sha256:
        BUNDLED.read(file)
    return load_raw(BUNDLED.name)


def _whole_export(export: Export) -> Classifier:
    if not export.folder.exists():
        raise Damaged("It is not here; `belowline model fetch` has it made.")
    return open_export(export, export.manifest)


def _try(classifier: Classifier) -> None:
    for scores in classifier.score(PROBES):
        if not all(0 <= value <= 1 for value in scores.values()):
            raise ArithmeticError(f"It gave a score that is none: {scores}.")


def _peak_mb() -> float:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
