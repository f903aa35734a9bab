"""What is left out of the scripts that readers load."""

from service.embed.shrink import HAS_SHORT_NAMES, shrink

SOURCE = """
/** For us. */
const url = 'https://a.example/*x*/'; // For us too.
export const texts = { first: url };
(() => {
  const aNameOfOurs = 3;
  function aDoingOfOurs() {
    use(aNameOfOurs, aNameOfOurs);
  }
  aDoingOfOurs();
})();
"""


def test_comments_are_not_sent_to_readers() -> None:
    """Comments stay in the sources; what looks like one inside a string is kept."""
    small = shrink(SOURCE)

    assert "For us" not in small
    assert "https://a.example/*x*/" in small


def test_what_others_use_keeps_its_name() -> None:
    """Exports and the keys of objects stay; names inside a function are short where that is possible."""
    small = shrink(SOURCE)

    assert "export const texts" in small
    assert "first:" in small
    for ours in ("aNameOfOurs", "aDoingOfOurs"):
        assert (ours in small) is not HAS_SHORT_NAMES
