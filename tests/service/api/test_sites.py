"""Sites over HTTP."""

from tests.service.someone import Someone, comment

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
