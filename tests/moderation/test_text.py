"""A reader's words: what is shown of them, and what is counted in them."""

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.text import (
    ATTRIBUTES,
    LINK_REL,
    TAGS,
    fingerprint,
    initials,
    links,
    plain,
    render,
    well_formed,
)

REL = f'rel="{LINK_REL}"'


class Page(HTMLParser):
    """Reads HTML as a browser would and keeps what could do something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.targets: list[str] = []
        self.other: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name == "href"]

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)


def assert_harmless(page: str) -> None:
    read = Page(page)
    allowed = {(tag, name) for tag, names in ATTRIBUTES.items() for name in names} | {("a", "rel")}
    assert read.tags <= TAGS
    assert read.attributes <= allowed
    assert read.other == []
    for target in read.targets:
        assert target.lower().startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Hello *you* and **you** ~~there~~", "<em>you</em> and <strong>you</strong> <s>there</s>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>"),
        ("> said she\n\nno", "<blockquote>\n<p>said she</p>\n</blockquote>\n<p>no</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("```js\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("# Not a heading", "<p># Not a heading</p>"),
        ("Not\n===", "<p>Not<br>\n===</p>"),
        ("---", "<p>---</p>"),
        ("a | b\n--|--\n1 | 2", "<p>a | b<br>\n--|--<br>\n1 | 2</p>"),
        ("    far in", "<p>far in</p>"),
        ("2 < 3 & 4 > 3", "<p>2 &lt; 3 &amp; 4 &gt; 3</p>"),
        ("[x](http://a.example/b 'hi')", f'<a href="http://a.example/b" {REL}>x</a>'),
        ("<http://a.example>", f'<a href="http://a.example" {REL}>http://a.example</a>'),
        ("see example.com.", f'see <a href="http://example.com" {REL}>example.com</a>.'),
        ("buy at spam.xyz", f'<a href="http://spam.xyz" {REL}>spam.xyz</a>'),
        ("ask a@b.de", f'<a href="mailto:a@b.de" {REL}>a@b.de</a>'),
        ("![a *cat*](http://a.example/c.png)", f'<a href="http://a.example/c.png" {REL}>a cat</a>'),
        ("![](http://a.example/c.png)", ">http://a.example/c.png</a>"),
        ("[r]: http://a.example", f'[r]: <a href="http://a.example" {REL}>http://a.example</a>'),
    ],
)
def test_markdown_becomes_html(body: str, shown: str) -> None:
    """Each kind of markup that readers may use becomes its tag, and any other stays text."""
    assert shown in render(body)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        '<p onclick="alert(1)">x</p>',
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<style>@import 'http://evil.example/x.css'</style>",
        "<math><mtext></p><style><!--</style><img src onerror=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<a href=javascript:alert(1)>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](\x01javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x](javascript&NewLine;:alert(1))",
        "[x](%6aavascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "![x](javascript:alert(1))",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/api/v1/session)",
        "[x](relative)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        '[x](http://a.example/"onmouseover="alert(1))',
        "[x](http://a.example 'a\"onmouseover=\"alert(1)')",
        '!["onerror=alert(1)](http://a.example/\'"onerror=alert(1))',
        'http://a.example/"onmouseover="alert(1)',
        "[<img src=x onerror=alert(1)>](http://a.example)",
        "[![x](javascript:alert(1))](http://a.example)",
        "`<script>alert(1)</script>`",
        '```"><script>alert(1)</script>\nx\n```',
        "> <script>\n> alert(1)\n> </script>",
        "- <script>alert(1)</script>",
        "**<b onclick=alert(1)>**",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\x00<script>alert(1)</script>",
        "\ud800<script>alert(1)</script>",
    ],
)
def test_nothing_of_a_readers_can_run(body: str) -> None:
    """Scripts, handlers and unwanted schemes, however wrapped, come out as text or not at all."""
    assert_harmless(render(body))


PIECES = [
    *(
        "<script>",
        "</script>",
        "<img src=x onerror=a>",
        "<a href='",
        "javascript:",
        "data:",
        "<!--",
    ),
    *(
        "[x](",
        "![",
        "](",
        ")",
        "<http://a.b",
        ">",
        "> ",
        "- ",
        "1. ",
        "`",
        "```\n",
        "*",
        "**",
        "~~",
    ),
    *(
        "http://a.b/",
        "www.",
        "a@b.de",
        "&#x6A;",
        "&lt;",
        '"',
        "'",
        "\\",
        "\n",
        "    ",
        "\x00",
        "\ud800",
    ),
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=30).map("".join))
@settings(max_examples=300)
def test_no_body_gets_a_tag_or_attribute_off_the_list(body: str) -> None:
    """Whatever is typed, the result holds our tags and attributes alone and counts its links."""
    page = render(body)
    assert_harmless(page)
    assert links(body) >= len(Page(page).targets)
    assert fingerprint(body) == fingerprint(f"  {body}\n")


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("none at all", 0),
        ("http://a.example and https://b.example/c?d=e#f", 2),
        ("[one](http://a.example) [two](https://b.example)", 2),
        ("a bare example.com, a bare Example.COM", 2),
        ("www.example.org/x (example.net)", 2),
        ("spam.xyz spam.top spam.shop spam.ru", 4),
        ("write to me@example.com or mailto:you@example.com", 2),
        ("![picture](http://a.example/p.png)", 1),
        ("[![picture](http://a.example/p.png)](http://b.example)", 2),
        ("`http://a.example`", 1),
        ("```\nhttp://a.example\n```", 1),
        ("exa*mple*.com", 1),
        ("//example.com ftp://example.com", 2),
        ("[x](javascript:alert(1))", 0),
        ("http://xn--mnchen-3ya.de münchen.de", 2),
        ("I agree.It is so.No, it is not.So what.", 0),
        ("version 1.2.3, 3.5 million, e.g. this, 8.30 a.m.", 0),
        ("\\http://a.example", 1),
        ("> - http://a.example\n\nhttp://b.example", 2),
    ],
)
def test_links_are_counted(body: str, count: int) -> None:
    """A link counts once, marked up or bare or merely shown, and a missing space is none."""
    assert links(body) == count


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("**a** [b](http://c.example) & <d>", "a b & <d>"),
        ("one\ntwo\n\n\nthree", "one\ntwo\nthree"),
        ("> q\n\n- a\n- b", "q\na\nb"),
        ("exa*mple*", "example"),
        ("", ""),
        (" \n\n ", ""),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_plain_text_is_what_is_seen(body: str, text: str) -> None:
    """An excerpt has the words of the comment and none of its markup."""
    assert plain(body) == text


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(f"{'  ' * depth}- item {depth}" for depth in range(60)),
        "\n".join(f"{'>' * depth} item {depth}" for depth in range(1, 60)),
        "> " * 60 + "item 59",
        "> - 1. " * 30 + "item 59",
        "\t" * 60 + "- item 59",
        "\n".join(f"{'  ' * depth}> - item {depth}" for depth in range(60)),
    ],
)
def test_no_nesting_hides_text(body: str) -> None:
    """However deep a reader nests quotes and lists, the innermost words are still shown."""
    assert "item 59" in plain(body)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        *(">", "> ", "[", "![", "[a](", "*", "**a ", "*a_ ", "`", "~~", "- ", "<", "&", "\\", "@"),
        *(">-\na\n", "a.com \n>```\n", ">>\n>\na\n", "a\n>>-\n", "  - a\n", "\n"),
        *(
            "xn--a.",
            "www.xn--",
            "a@xn--a.",
            "http://xn--a.",
            "//xn--a.",
            "http://a.b/((",
            "a.",
            "a-",
        ),
        *("www.", "http://", "http://a@", "a.b@", "mailto:", "'a", '"a', "a.com/'a"),
    ],
)
def test_ten_thousand_hostile_characters_are_read(unit: str) -> None:
    """No body of the longest length legal keeps the parser busy: some of these once took hours."""
    body = (unit * 10_000)[:10_000]
    assert_harmless(render(body))
    assert links(body) >= 0
    assert links("_" + body + "_") >= 0


def test_threads_do_not_disturb_one_another() -> None:
    """The same bodies rendered by eight threads at once come out as they do alone."""
    bodies = [f"*{n}* see site{n}.com or [this](http://a{n}.example)\n\n> {n}" for n in range(200)]
    alone = [render(body) for body in bodies]
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: [render(body) for body in bodies], range(8)):
            assert together == alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buy  now", "buy\n now "),
        ("BUY NOW", "buy now"),
        ("ｂｕｙ now", "buy now"),
        ("b\u200buy now", "buy now"),
        ("Straße", "STRASSE"),
        ("caf\u0065\u0301", "café"),
    ],
)
def test_duplicates_have_one_fingerprint(one: str, other: str) -> None:
    """Texts that differ only in what a reader overlooks are the same text posted again."""
    assert fingerprint(one) == fingerprint(other)


def test_different_texts_have_different_fingerprints() -> None:
    """What differs in a word, a mark or a link is another text; each print fills its column."""
    bodies = ["a b", "ab", "a b!", "[a](http://a.b)", "[a](http://a.c)", "", "\ud800"]
    prints = {fingerprint(body) for body in bodies}
    assert len(prints) == len(bodies)
    assert {len(each) for each in prints} == {64}


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("anna-maria van der berg", "AB"),
        ("Plato", "P"),
        ("'John' (Smith)", "JS"),
        ("7 of 9", "79"),
        ("élan vital", "ÉV"),
        ("e\u0301lan vital", "ÉV"),
        ("ßen", "S"),
        ("王小明", "王"),
        ("محمد علي", "مع"),
        ("किरण राव", "किरा"),
        ("კახა ბენდუქიძე", "კბ"),
        ("A" + "\u0300" * 50 + " B", "À\u0300\u0300B"),
        ("🎉 🎉", "?"),
        ("...", "?"),
        ("", "?"),
        ("\ud800", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    """An avatar shows the first letters of the first and the last word, in any script."""
    assert initials(name) == letters


def test_half_characters_are_replaced() -> None:
    """A lone surrogate becomes U+FFFD; two that belong together become their character."""
    assert well_formed("a\ud800b\udc00") == "a\ufffdb\ufffd"
    assert well_formed("\ud83c\udf89") == "🎉"
    assert well_formed("plain 🎉 text") == "plain 🎉 text"
