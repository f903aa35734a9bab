"""With TLS, too, a request goes to the address that was judged and is for the name alone."""

import datetime
import ipaddress
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from service.webhooks.addresses import Guard
from service.webhooks.send import Sender
from tests.service.webhooks.receiver import Got, listening, receiving

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


@contextmanager
def _tls_receiver(folder: Path, name: str) -> Iterator[tuple[str, list[Got], Path]]:
    """A receiver with a certificate for `name`: its port's URL, what it got, and whom to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    moment = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - datetime.timedelta(days=1))
        .not_valid_after(moment + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    with receiving(tls=context) as receiver:
        yield receiver.url, receiver.got, folder / "cert.pem"


@pytest.mark.parametrize(
    ("name", "trusted", "taken"),
    [
        ("hooks.example", True, True),
        ("other.example", True, False),
        ("hooks.example", False, False),
    ],
)
def test_the_certificate_is_checked_against_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool, taken: bool
) -> None:
    """Although the connection is made to an address; and somebody trusted must have signed it."""
    with _tls_receiver(tmp_path, name) as (url, got, certificate):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        guard = Guard(LOOPBACK, lambda _host, _port: ["127.0.0.1"])
        sender = Sender(guard)
        answers = [
            sender.post("e", url.replace("127.0.0.1", "hooks.example"), {}, b"{}") for _ in range(2)
        ]
        assert [answer.delivered for answer in answers] == [taken, taken]
        assert len(got) == 2 * taken
        if not taken:
            assert "TLS failed" in str(answers[0].error)


def test_a_handshake_that_never_ends_is_cut_off() -> None:
    """The time is for everything together."""
    with listening(lambda connection: connection.recv(1 << 20) and time.sleep(5)) as url:  # type: ignore[arg-type, func-returns-value]
        sender = Sender(Guard(LOOPBACK), timeout_s=0.6)
        answer = sender.post("e", url.replace("http:", "https:"), {}, b"{}")
    assert "No answer within" in str(answer.error)
    assert answer.took_ms < 5000
