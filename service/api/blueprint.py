"""The kind of blueprint that all of the API is made of.

It reads requests strictly, and whatever it lets a view declare goes into the OpenAPI document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import wraps
from http import HTTPStatus
from typing import Any, NoReturn, cast
from uuid import UUID

import flask_smorest
import marshmallow
from flask import Request, g, request
from marshmallow import RAISE, ValidationError, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType
from werkzeug.routing import BaseConverter

from service.access import callers
from service.access.callers import Role
from service.schemas.values import parse_id

View = Callable[..., Any]
Decorator = Callable[[View], View]

PREFIX = "/api/v1"

SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "scorer": [{"session": [], "csrf": []}, {"apiKey": []}],
    "moderator": [{"session": [], "csrf": []}, {"apiKey": []}],
    "admin": [{"session": [], "csrf": []}, {"apiKey": []}],
}


class IdConverter(BaseConverter):
    """An id in a path; what is none is answered 404 and says so."""

    part_isolating = True

    def to_python(self, value: str) -> UUID:
        """The id that stands in the path."""
        parsed = parse_id(value)
        if parsed is None:
            raise NotFound(f"“{value[:60]}” is not an id.")
        return parsed


class StrictParser(FlaskParser):
    """Reads JSON as JSON and query strings to the letter; nothing unknown, nothing twice."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}  # noqa: RUF012 - as webargs has it

    def load_json(self, req: Request, schema: marshmallow.Schema) -> Any:
        """The body; raises 415, 400 or 413 where it is no JSON or too much of it."""
        if not _must_be_sent(schema) and not req.get_data():
            return {}
        return read_json(req)

    def load_querystring(self, req: Request, schema: marshmallow.Schema) -> Any:
        """The query string; a parameter that is no list may come once."""
        lists = [name for name, field in schema.fields.items() if isinstance(field, fields.List)]
        twice = [name for name in req.args if name not in lists and len(req.args.getlist(name)) > 1]
        if twice:
            raise ValidationError({name: ["Given more than once."] for name in twice})
        g.query_is_read = True
        return super().load_querystring(req, schema)

    def handle_error(self, error: ValidationError, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Pass the messages on without the name of the place that they were read from."""
        messages = error.messages
        if isinstance(messages, dict) and set(messages) <= {"json", "query"}:
            merged: dict[str, Any] = {}
            for inner in messages.values():
                merged |= inner if isinstance(inner, dict) else {"_schema": inner}
            messages = merged
        raise ValidationError(messages) from error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A noun of the API. Its decorators say in the order of events what a call is."""

    ARGUMENTS_PARSER = StrictParser()

    def route(self, rule: str, **options: Any) -> Decorator:
        """At which address."""
        decorator: Decorator = super().route(rule, **options)
        return decorator

    def requires(self, role: Role) -> Decorator:
        """Who may call: `access.callers.requires`. The view is given the caller."""

        def decorate(view: View) -> View:
            guarded = self.described(security=SECURITY[role])(callers.requires(role)(view))
            return self.problems(401, 403)(guarded)

        return decorate

    def hears(self, *headers: Mapping[str, Any]) -> Decorator:
        """Which headers a call reads besides the usual ones."""

        def decorate(view: Any) -> View:
            view._apidoc = deepcopy(getattr(view, "_apidoc", {}))
            arguments = view._apidoc.setdefault("arguments", {})
            arguments.setdefault("parameters", []).extend(headers)
            return cast(View, view)

        return decorate

    def takes(self, schema: type[marshmallow.Schema], location: str = "json") -> Decorator:
        """What comes in, as JSON or in the query string. The view is given what was read."""
        required = _must_be_sent(schema)

        def decorate(view: View) -> View:
            reading: View = self.arguments(schema, location=location, required=required)(view)
            return self.problems(400, 413, 415)(reading) if location == "json" else reading

        return decorate

    def takes_up_to(self, most: int) -> Decorator:
        """How large the body may be, in bytes, where that is more than usual."""

        def decorate(view: Any) -> View:
            view.most_bytes = most
            return cast(View, view)

        return decorate

    def answers(self, status: int, schema: type[marshmallow.Schema] | None = None) -> Decorator:
        """What goes out when all is well."""
        answering: Decorator = self.response(status, schema)
        if not (self.url_prefix or "").startswith(PREFIX):
            return answering
        return lambda view: answering(self.problems(422)(_without_query(view)))

    def problems(self, *statuses: int) -> Decorator:
        """Which failures a call may answer, besides those that its other decorators imply."""

        def decorate(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, response=HTTPStatus(status).name)(view)
            return view

        return decorate

    def described(self, **operation: Any) -> Decorator:
        """Further parts of the operation in the OpenAPI document."""
        decorator: Decorator = self.doc(**operation)
        return decorator


def _without_query(view: View) -> View:
    """Refuse parameters where no schema has read them; the innermost layer, after all checks."""

    @wraps(view)
    def called(*args: Any, **kwargs: Any) -> Any:
        if request.query_string and not g.get("query_is_read") and request.args:
            raise ValidationError({name: ["Unknown field."] for name in request.args})
        return view(*args, **kwargs)

    return called


def _must_be_sent(schema: marshmallow.Schema | type[marshmallow.Schema]) -> bool:
    """Whether there must be a body, if only an empty object."""
    return getattr(schema, "must_be_sent", True)


def most_bytes(view: Any, usual: int) -> int:
    """How large a body this view takes, in bytes."""
    most: int = getattr(view, "most_bytes", usual)
    return most


def documented(**operation: Any) -> Decorator:
    """Describe a view that reads its own request, without a layer around it."""

    def decorate(view: Any) -> View:
        view._apidoc = {"manual_doc": operation}
        return cast(View, view)

    return decorate


def read_json(request: Request) -> Any:
    """What the body says; raises 415 for another type, 400 for broken JSON, 413 for too much."""
    if not request.is_json:
        raise UnsupportedMediaType()
    try:
        return json.loads(request.get_data().decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON in UTF-8.") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
