"""Who is next: in order per article, four at once per endpoint, and nobody waits for who hangs."""

from uuid import UUID, uuid4

from service.webhooks.claims import Due
from service.webhooks.lines import MOST_WAITING, Lines, Where
from service.webhooks.send import AT_ONCE


def where(endpoint_id: UUID | None = None) -> Where:
    """An endpoint."""
    return Where(endpoint_id or uuid4(), "https://a.example/", "standard", False, ("whsec_x",))


def due(endpoint: Where, article: UUID | None = None, *, first: bool = True) -> Due:
    """A delivery to it."""
    return Due(uuid4(), endpoint.id, uuid4(), article, None, None, first, {})


def lines_of(*endpoints: Where, failing: bool = False, most_senders: int = 64) -> Lines:
    """Lines for these."""
    lines = Lines(most_senders)
    lines.keep((each, failing) for each in endpoints)
    return lines


def taken(lines: Lines, most: int = 100) -> list[Due]:
    """All that may go at once."""
    found: list[Due] = []
    while len(found) < most and (pair := lines.take(0)) is not None:
        found.append(pair[1])
    return found


def test_four_are_on_their_way() -> None:
    """The fifth goes when one has come back."""
    paper = where()
    lines = lines_of(paper)
    waiting = [due(paper, uuid4()) for _ in range(6)]
    lines.add(paper.id, waiting)
    assert taken(lines) == waiting[:AT_ONCE]
    lines.came_back(waiting[2], slow=False)
    assert taken(lines) == [waiting[4]]


def test_first_attempts_about_an_article_go_one_after_the_other() -> None:
    """Those about other articles overtake them."""
    paper, story = where(), uuid4()
    lines = lines_of(paper)
    one, two, three = (due(paper, story) for _ in range(3))
    other = due(paper, uuid4())
    lines.add(paper.id, [one, two, three, other])
    assert taken(lines) == [one, other]
    lines.came_back(one, slow=False)
    assert taken(lines) == [two]


def test_further_attempts_wait_for_nobody_and_hold_up_nobody() -> None:
    """What failed once is out of the order."""
    paper, story = where(), uuid4()
    lines = lines_of(paper)
    again, first, second = due(paper, story, first=False), due(paper, story), due(paper, story)
    lines.add(paper.id, [again, first, second])
    assert taken(lines) == [again, first]


def test_what_is_about_no_article_is_in_no_order() -> None:
    """News of the classifier and tests go together."""
    paper = where()
    lines = lines_of(paper)
    waiting = [due(paper) for _ in range(3)]
    lines.add(paper.id, waiting)
    assert taken(lines) == waiting


def test_endpoints_take_turns() -> None:
    """However much waits for one."""
    busy, quiet = where(), where()
    lines = lines_of(busy, quiet)
    lines.add(busy.id, [due(busy, uuid4()) for _ in range(50)])
    lines.add(quiet.id, [due(quiet, uuid4())])
    assert quiet.id in {each.endpoint_id for each in taken(lines, most=2)}


def test_those_that_fail_leave_half_of_the_senders_to_others() -> None:
    """However many they are."""
    failing = [where() for _ in range(10)]
    well = where()
    lines = lines_of(*failing, failing=True, most_senders=8)
    lines.keep([*((each, True) for each in failing), (well, False)])
    for each in failing:
        lines.add(each.id, [due(each, uuid4()) for _ in range(4)])
    lines.add(well.id, [due(well, uuid4())])
    found = taken(lines)
    assert len(found) == 5
    assert well.id in {each.endpoint_id for each in found}


def test_who_was_slow_counts_among_them_until_it_is_quick_again() -> None:
    """Each answer says what an endpoint is."""
    paper = where()
    lines = lines_of(paper, most_senders=2)
    waiting = [due(paper, uuid4()) for _ in range(4)]
    lines.add(paper.id, waiting)
    [one] = taken(lines, most=1)
    lines.came_back(one, slow=True)
    [two] = taken(lines)
    lines.came_back(two, slow=False)
    assert len(taken(lines)) == 2


def test_nothing_is_sent_twice() -> None:
    """What waits, is on its way or is not written down yet is not added again."""
    paper = where()
    lines = lines_of(paper)
    one, two = due(paper, uuid4()), due(paper, uuid4())
    lines.add(paper.id, [one, two])
    assert taken(lines, most=1) == [one]
    lines.came_back(one, slow=False)
    lines.add(paper.id, [one, two])
    assert taken(lines) == [two]
    assert lines.held(paper.id) == {one.id, two.id}
    lines.written_down([one])
    assert lines.held(paper.id) == {two.id}


def test_a_line_that_ends_drops_what_waits() -> None:
    """What is on its way may come back."""
    paper = where()
    lines = lines_of(paper)
    one, two = due(paper), due(paper)
    lines.add(paper.id, [one, two])
    assert taken(lines, most=1) == [one]
    lines.keep([])
    assert taken(lines) == []
    lines.came_back(one, slow=False)
    lines.written_down([one])
    lines.keep([])
    assert lines.idle()


def test_a_change_of_the_endpoint_concerns_what_waits() -> None:
    """It goes to where the endpoint is now."""
    paper = where()
    lines = lines_of(paper)
    lines.add(paper.id, [due(paper)])
    moved = Where(paper.id, "https://b.example/", "standard", True, ("whsec_y",))
    lines.keep([(moved, False)])
    pair = lines.take(0)
    assert pair is not None
    assert pair[0] is moved


def test_a_line_is_filled_when_half_of_it_is_free() -> None:
    """So that the database is asked seldom."""
    paper = where()
    lines = lines_of(paper)
    assert lines.room(paper.id) == MOST_WAITING
    lines.add(paper.id, [due(paper) for _ in range(MOST_WAITING // 2 + 1)])
    assert lines.room(paper.id) == 0
    taken(lines, most=1)
    assert lines.room(paper.id) == MOST_WAITING // 2


def test_senders_are_started_for_what_may_go() -> None:
    """No more than find something to do."""
    paper = where()
    lines = lines_of(paper)
    assert lines.senders_wanted() == 0
    lines.add(paper.id, [due(paper) for _ in range(9)])
    assert lines.senders_wanted() == AT_ONCE
    taken(lines, most=3)
    assert lines.senders_wanted() == AT_ONCE - 3
