"""What counts as one address, and how little of it is kept."""

import pytest
from flask import Flask
from sqlalchemy import select

from models.comments import Comment
from models.database import db
from service.access.addresses import network_of
from tests.service.someone import Someone, comment


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_household_is_one_address(address: str, network: str) -> None:
    """IPv4 as it is, IPv6 by /64, however it is written."""
    assert network_of(address) == network


def test_addresses_are_kept_as_keyed_hashes(app: Flask, reader: Someone) -> None:
    """A comment keeps a hash that tells the same address from another, and no address.

    Nobody but a configured proxy can say that a request comes from elsewhere.
    """
    for address, claimed in (
        ("203.0.113.7", "1.1.1.1"),
        ("203.0.113.7", "2.2.2.2"),
        ("9.9.9.9", ""),
    ):
        answer = reader.client.post(
            "/api/v1/comments",
            json=comment(),
            headers={"X-Forwarded-For": claimed},
            environ_base={"REMOTE_ADDR": address},
        )
        assert answer.status_code == 201

    with app.app_context():
        kept = db.session.scalars(select(Comment.address_hash).order_by(Comment.id)).all()
    assert kept[0] == kept[1] != kept[2]
    assert all(hash_ is not None and len(hash_) == 64 for hash_ in kept)
