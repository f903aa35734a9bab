"""The alert rules in docs/: Prometheus can read them, and we export what they ask about."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from service.access import running
from service.flow import measure
from service.flow.scorer import Scorer
from service.settings import Settings
from tests.service.someone import ONE_DATABASE

DOCS = Path(__file__).parents[1] / "docs"
METRIC = re.compile(r"\b(?:belowline|process)_[a-z_]+")
DURATION = re.compile(r"[0-9]+[smhd]")


def rules() -> list[dict[str, Any]]:
    """All of them."""
    read = yaml.safe_load((DOCS / "alerts.yml").read_text(encoding="utf-8"))
    assert set(read) == {"groups"}
    assert all(set(group) == {"name", "rules"} for group in read["groups"])
    return [rule for group in read["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_has_the_form_that_prometheus_reads(rule: dict[str, Any]) -> None:
    """The keys of an alerting rule, a duration, and a summary for whoever is woken."""
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"Belowline[A-Za-z]+", rule["alert"])
    assert DURATION.fullmatch(rule["for"])
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert set(rule["annotations"]) <= {"summary", "description"}
    assert rule["annotations"]["summary"]
    expression = rule["expr"]
    assert expression.count("(") == expression.count(")")
    assert expression.count("[") == expression.count("]")


def test_no_two_rules_have_the_same_name() -> None:
    """Else one would hide the other."""
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))


@ONE_DATABASE
def test_every_metric_that_is_named_is_exported(
    app: Flask, settings: Settings, scorer: Scorer, tmp_path: Path
) -> None:
    """In a rule, with its labels, or in the page about them."""
    scorers = running.attach(app, replace(settings, jobs=True), scorer)
    scorers.follow({str(tmp_path / "none.ckpt")})
    for missing in scorers.all()[1:]:
        missing.load()
    measure.scored("bundled", 1, 0.1)
    measure.failed("bundled")
    measure.analyzed("analyze", "scored")
    measure.decided("approved", "rule")
    client = app.test_client()
    client.get("/healthz")
    exported: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for sample in family.samples:
            exported.setdefault(sample.name, set()).update(sample.labels)

    for rule in rules():
        for name in METRIC.findall(rule["expr"] + rule["annotations"].get("description", "")):
            assert name in exported or f"{name}_count" in exported, rule["alert"]
        for name, selected in re.findall(r"(belowline_\w+)\{([^}]*)\}", rule["expr"]):
            assert set(re.findall(r"(\w+)=", selected)) <= exported[name], rule["alert"]
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    for name in METRIC.findall(page):
        assert name in exported or f"{name}_count" in exported, name
    ours = {name for name in exported if name.startswith("belowline_")}
    told = {re.sub(r"_(bucket|count|sum)$", "", name) for name in ours}
    assert {name for name in told if name not in page} == set()
