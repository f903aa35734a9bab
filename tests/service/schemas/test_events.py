"""Each type of event has a schema and an example, and the OpenAPI document tells of both."""

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from moderation.events import TYPES
from service.schemas.event_examples import example_of
from service.schemas.events import name_of, schema_of
from tests.service.someone import ONE_DATABASE


@pytest.mark.parametrize("type_", TYPES)
def test_an_example_is_as_its_schema_says(type_: str) -> None:
    """Nothing is missing, nothing is unknown."""
    assert schema_of(type_)().validate(example_of(type_)) == {}


@pytest.mark.parametrize("type_", TYPES)
def test_a_schema_is_of_its_type_alone(type_: str) -> None:
    """Another type, or a field that is not there, is found."""
    example = example_of(type_)
    assert schema_of(type_)().validate(example | {"type": "comment.liked"})
    assert schema_of(type_)().validate(example | {"data": {}})
    assert schema_of(type_)().validate(example | {"more": 1})


@ONE_DATABASE
def test_the_openapi_document_tells_what_is_sent(client: FlaskClient) -> None:
    """For each type: an example that validates against the schema, and the signed headers."""
    document = client.get("/api/v1/openapi.json").json
    assert document is not None
    assert set(document["webhooks"]) == set(TYPES)
    root = DRAFT202012.create_resource(document)
    registry = Registry().with_resource("urn:document", root)
    for type_ in TYPES:
        operation = document["webhooks"][type_]["post"]
        content = operation["requestBody"]["content"]["application/json"]
        reference = f"urn:document#/components/schemas/{name_of(type_)}"
        validator = OAS31Validator({"$ref": reference}, registry=registry)
        assert list(validator.iter_errors(content["example"])) == []
        assert list(validator.iter_errors({"type": type_}))
        named = {parameter["name"] for parameter in operation["parameters"]}
        assert named == {"webhook-id", "webhook-timestamp", "webhook-signature"}
