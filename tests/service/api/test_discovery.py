"""The document by which Google's client libraries find the calls."""

from dataclasses import replace

from flask.testing import FlaskClient

from service.access import running
from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE

ADDRESS = "/$discovery/rest"


def test_it_names_this_service_as_the_base_of_its_calls(client: FlaskClient) -> None:
    """Whoever builds a client from it calls the address where the document was found."""
    for query in ("", "?version=v1alpha1", "?version=v1alpha1&key=bl_something&userIp=1.2.3.4"):
        found = client.get(ADDRESS + query, base_url="http://comments.example.org:81")
        assert found.status_code == 200
        assert found.json["rootUrl"] == "http://comments.example.org:81/"
        assert found.json["baseUrl"] == found.json["rootUrl"]
        assert found.headers["Cache-Control"] == "no-store"


def test_every_call_in_it_is_there(client: FlaskClient) -> None:
    """Its methods are calls of this service, and what they refer to is described."""
    document = client.get(ADDRESS).json
    known = client.get("/api/v1/openapi.json").json["paths"]

    for method in document["resources"]["comments"]["methods"].values():
        assert method["httpMethod"].lower() in known[f"/{method['path']}"]
        assert {method["request"]["$ref"], method["response"]["$ref"]} <= set(document["schemas"])


def test_another_version_is_not_there(client: FlaskClient) -> None:
    """404 instead of a document that the client did not ask for."""
    assert client.get(f"{ADDRESS}?version=v1").status_code == 404


def test_a_proxy_with_tls_that_nobody_named_costs_no_key(client: FlaskClient) -> None:
    """Where the operator's own address has TLS, no client is led to the same host without."""
    app = client.application
    secure = replace(app.config[running.SETTINGS], public_url="https://comments.example.org")
    app.config[running.SETTINGS] = secure

    found = client.get(ADDRESS, base_url="http://comments.example.org")
    elsewhere = client.get(ADDRESS, base_url="http://10.0.0.5:8000")

    assert found.json["rootUrl"] == "https://comments.example.org/"
    assert elsewhere.json["rootUrl"] == "http://10.0.0.5:8000/"
