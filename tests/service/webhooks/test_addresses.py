"""Webhooks go to public addresses only, whatever form an inner one hides in."""

import ipaddress
from collections.abc import Sequence

import pytest

from service.webhooks.addresses import AddressRefused, Guard, target_of, why_inner

PUBLIC = "93.184.215.14"


def guard(*answers: str, allowed: str = "") -> Guard:
    """A guard whose resolver gives these answers to every name."""
    networks = tuple(ipaddress.ip_network(each) for each in allowed.split())
    return Guard(networks, lambda _host, _port: answers)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org/comments",
        "http://hooks.example.org",
        "https://hooks.example.org:8443/a?b=c&d=e",
        "https://HOOKS.example.org/",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/",
        f"http://{PUBLIC}:80/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    ],
)
def test_public_addresses_are_taken(url: str) -> None:
    """By name or by number, over http and https."""
    guard(PUBLIC).check(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://hooks.example.org/", "https://"),
        ("file:///etc/passwd", "https://"),
        ("gopher://hooks.example.org/", "https://"),
        ("javascript:alert(1)", "https://"),
        ("hooks.example.org/comments", "https://"),
        ("//hooks.example.org/", "https://"),
        ("", "https://"),
        ("https://", "name a host"),
        ("https:///path", "name a host"),
        ("https://user:password@hooks.example.org/", "user or a password"),
        ("https://user@hooks.example.org/", "user or a password"),
        ("https://@hooks.example.org/", "user or a password"),
        ("https://hooks.example.org:0/", "Port 0"),
        ("https://hooks.example.org:22/", "Port 22"),
        ("https://hooks.example.org:25/", "Port 25"),
        ("https://hooks.example.org:6667/", "Port 6667"),
        ("https://hooks.example.org:99999/", "a URL such as"),
        ("https://hooks.example.org:http/", "a URL such as"),
        ("https://hooks.example.org\\@inner/", "backslashes"),
        ("https://hooks.example.org/a b", "spaces"),
        ("https://hooks.example.org/\r\nX: y", "control characters"),
        ("https://hooks.example.org\t/", "control characters"),
        ("https://-hooks.example.org/", "name a host"),
        ("https://a..b/", "name a host"),
        (f"https://{'a' * 64}.example/", "name a host"),
        (f"https://{'a.' * 130}example/", "name a host"),
        ("https://%31%32%37.0.0.1/", "zone"),
        ("https://[fe80::1%25eth0]/", "zone"),
        ("https://[fe80::1%eth0]/", "zone"),
        ("https://[::1", "a URL such as"),
        ("https://[hooks.example.org]/", "a URL such as"),
        ("http://2130706433/", "four decimal numbers"),
        ("http://0x7f000001/", "four decimal numbers"),
        ("http://0x7f.1/", "four decimal numbers"),
        ("http://017700000001/", "four decimal numbers"),
        ("http://0177.0.0.1/", "four decimal numbers"),
        ("http://127.1/", "four decimal numbers"),
        ("http://127.0.0.1./", "name a host"),
        ("http://10.0.0.010/", "four decimal numbers"),
        ("http://1.1.1.0x1/", "four decimal numbers"),
        ("http://１２７.0.0.1/", "four decimal numbers"),
        ("http://127。0。0。1/", "four decimal numbers"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, why: str) -> None:
    """With a reason that names what is wrong."""
    with pytest.raises(AddressRefused, match=why):
        guard(PUBLIC).check(url)


INNER = (
    "0.0.0.0",  # noqa: S104 - nobody binds to it here
    "127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:7f00:1",
    "::ffff:93.184.215.14", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1",
    "100::1", "5f00::1", "4000::1", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:7f00:1",
    "fe80::1%eth0", "fe80::1%2",
)  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    """Whatever a name resolves to is judged, also where a public address comes first."""
    for answers in ([address], [PUBLIC, address], [address, PUBLIC]):
        with pytest.raises(AddressRefused, match="not public"):
            guard(*answers).check("https://hooks.example.org/")


@pytest.mark.parametrize("address", [each for each in INNER if "%" not in each])
def test_an_inner_address_is_refused_by_number(address: str) -> None:
    """It needs no name to be judged, and its reason says what it is."""
    bare = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused, match=r"not public: .* is "):
        guard().check(f"http://{bare}/")


def test_the_way_to_ipv4_is_as_public_as_where_it_leads() -> None:
    """A network without IPv4 (NAT64) reaches public IPv4 addresses under another name."""
    assert why_inner(ipaddress.ip_address("64:ff9b::5db8:d70e")) is None


@pytest.mark.parametrize(
    ("allowed", "taken", "refused"),
    [
        ("10.1.0.0/16", "10.1.2.3", "10.2.0.1"),
        ("fd00::/8", "fd12::1", "fe80::1"),
        ("127.0.0.1/32 ::1/128", "::1", "127.0.0.2"),
        ("0.0.0.0/0 ::/0", "169.254.169.254", ""),
    ],
)
def test_an_operator_may_open_networks(allowed: str, taken: str, refused: str) -> None:
    """What they name is allowed, and nothing besides."""
    guard(taken, allowed=allowed).check("http://inner.example/")
    if refused:
        with pytest.raises(AddressRefused):
            guard(refused, allowed=allowed).check("http://inner.example/")


@pytest.mark.parametrize("answers", [[], ["nonsense"]])
def test_a_name_without_an_address_is_refused(answers: Sequence[str]) -> None:
    """There is nothing to judge."""
    with pytest.raises(AddressRefused):
        guard(*answers).check("https://hooks.example.org/")


def test_the_systems_resolver_is_asked() -> None:
    """Without another one; here it knows this machine."""
    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 is this machine|::1 is this machine"):
        Guard().check("http://localhost/")
    assert "127.0.0.1" in Guard(
        (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
    ).addresses_of("localhost", 80)


def test_a_url_is_taken_apart_as_it_is_sent() -> None:
    """The path is escaped, the fragment stays here, the port is that of the scheme."""
    target = target_of("https://Hooks.example.org/grüße?q=a b#part".replace(" ", "%20"))
    assert target.host == "hooks.example.org"
    assert target.port == 443
    assert target.path == "/gr%C3%BC%C3%9Fe?q=a%20b"
