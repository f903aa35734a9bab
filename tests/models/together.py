"""Several people at once, each with a thread and a session of their own."""

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import current_app

from models.database import db

T = TypeVar("T")


def together(*works: Callable[[], T]) -> list[T]:
    """Start all these at the same moment; their results in order, or the first exception."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    results: dict[int, T] = {}
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(number: int, work: Callable[[], T]) -> None:
        with app.app_context():
            try:
                start.wait()
                results[number] = work()
            except BaseException as error:  # noqa: BLE001 - raised again below
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(works))]
