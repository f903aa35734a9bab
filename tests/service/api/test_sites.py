"""Sites over HTTP."""

import pytest
from flask import Flask

from models.database import db, writing
from models.sites import Site
from service.access.keys import create_key
from tests.service.someone import Someone, comment, errors, with_key

SITES = "/api/v1/sites"


def test_a_site_is_made_and_used_at_once(reader: Someone, admin: Someone) -> None:
    """It has our rules and takes comments."""
    assert reader.post("/api/v1/comments", comment(site="herald")).status_code == 404

    made = admin.post(SITES, {"name": "herald", "title": "The Herald", "mode": "post"})

    assert made.status_code == 201
    assert made.json["title"] == "The Herald"
    assert made.json == admin.get(f"{SITES}/herald").json
    answer = reader.post("/api/v1/comments", comment(site="herald"))
    assert answer.json["comment"]["status"] == "approved"
    assert len(admin.get("/api/v1/rules?site=herald").json["rules"]) > 0
    assert [each["name"] for each in admin.get(SITES).json["items"]] == ["default", "herald"]


def test_a_name_is_taken_once(admin: Someone) -> None:
    """409, and the first site stays as it was."""
    answer = admin.post(SITES, {"name": "default", "title": "Mine"})

    assert answer.status_code == 409
    assert answer.json["detail"] == "There is a site called “default” already."
    assert admin.get(f"{SITES}/default").json["title"] == ""


def test_what_is_left_out_stays(admin: Someone) -> None:
    """PATCH changes what it names."""
    admin.patch(f"{SITES}/default", {"title": "The Paper", "close_after_days": 7})
    changed = admin.patch(
        f"{SITES}/default", {"close_after_days": None, "origins": ["https://Paper.example/"]}
    )

    assert changed.status_code == 200
    assert changed.json["title"] == "The Paper"
    assert changed.json["close_after_days"] is None
    assert changed.json["origins"] == ["https://paper.example"]
    assert changed.json == admin.get(f"{SITES}/default").json


def test_an_unknown_site_is_404(admin: Someone) -> None:
    """Reading and changing alike."""
    assert admin.get(f"{SITES}/nowhere").status_code == 404
    assert admin.patch(f"{SITES}/nowhere", {"title": "x"}).status_code == 404


def test_a_site_may_choose_a_model_by_name(admin: Someone) -> None:
    """And go back to the server's own, which is null."""
    assert admin.get(f"{SITES}/default").json["model"] is None
    assert admin.patch(f"{SITES}/default", {"model": "multilingual"}).status_code == 200
    assert admin.get(f"{SITES}/default").json["model"] == "multilingual"
    admin.patch(f"{SITES}/default", {"title": "The Paper"})
    assert admin.get(f"{SITES}/default").json["model"] == "multilingual"
    assert admin.patch(f"{SITES}/default", {"model": None}).json["model"] is None


@pytest.mark.parametrize("model", ["/etc/passwd", "../ours.ckpt", "", "Bundled", 1, ["bundled"]])
def test_no_file_is_named_over_http(admin: Someone, model: object) -> None:
    """Who is far away chooses among names alone; 422 names the field."""
    assert list(errors(admin.patch(f"{SITES}/default", {"model": model}))) == ["model"]
    assert list(errors(admin.post(SITES, {"name": "herald", "model": model}))) == ["model"]
    assert admin.get(f"{SITES}/default").json["model"] is None


def test_where_a_checkpoint_lies_is_not_told(app: Flask, admin: Someone) -> None:
    """What the operator set on the command line is shown by the end of its path."""
    with app.app_context(), writing() as session:
        session.query(Site).update({"model": "/srv/models/ours.ckpt"})
    assert admin.get(f"{SITES}/default").json["model"] == "ours.ckpt"


def test_only_an_admin_of_all_sites_chooses_a_model(app: Flask) -> None:
    """A model takes memory that all sites share; 403, and nothing else is changed either."""
    with app.app_context(), writing() as session:
        site = session.query(Site).one()
        _, text = create_key(session, "one site's system", "admin", [site.id])
    with app.app_context():
        db.session.remove()
    one_sites = with_key(app.test_client(), text)
    answer = one_sites.patch(f"{SITES}/default", {"model": "unbiased", "title": "Mine"})
    assert answer.status_code == 403
    assert one_sites.get(f"{SITES}/default").json["title"] == ""
    assert one_sites.patch(f"{SITES}/default", {"title": "Mine"}).status_code == 200


def test_a_site_may_want_reasons(admin: Someone) -> None:
    """Off at first; only yes or no is an answer."""
    assert admin.get(f"{SITES}/default").json["reason_required"] is False
    changed = admin.patch(f"{SITES}/default", {"reason_required": True})
    assert changed.json["reason_required"] is True
    assert errors(admin.patch(f"{SITES}/default", {"reason_required": 1})).keys() == {
        "reason_required"
    }
