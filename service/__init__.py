"""Belowline's service: the way of a comment, and the file of each step.

    received    service/flow/receive.py   saved as pending, with the answer's promise kept
    scored      service/flow/score.py     claimed, scored outside any transaction, scores kept
    quoted      service/flow/answered.py  the comments above it, whose words it may quote
    read        service/flow/read.py      scores, language and listed words, of its author's own
    judged      service/flow/facts.py     what the rules may ask; verdict.py says what they propose
    decided     service/flow/decide.py    the only place where a status changes
    counted     service/flow/count.py     the article's count and version, the thread's shape
    announced   service/flow/announce.py  event rows and deliveries, in the same transaction
    delivered   service/webhooks/         signed, at least once, to whoever asked for it
    shown       service/flow/show.py      the only query that says who may see what
    waiting     service/flow/waiting.py   since when, and in which turn
    found       service/flow/find.py      the moderators' queue, in every order by an index
    reviewed    service/flow/review.py    the same, with all that decides a comment (card.py)
    leased      service/flow/lease.py     the next ones reserved for one moderator
    undone      service/flow/undo.py      a person's newest decision taken back, once
    batched     service/flow/batch.py     a selection, a branch or an author decided at once
    restricted  service/flow/restrict.py  an author banned for a time, or all of theirs held
    remembered  service/flow/history.py   all that ever happened to a comment
    explained   service/flow/explain.py   which words moved the score, for whoever decides
    summed up   service/flow/stats.py     who decided what and how fast, and what was overturned

Beside it, texts that other systems ask about, of which nothing is stored:

    analyzed    service/flow/analyze.py   what they score, or why nobody can tell
    in turn     service/flow/live.py      whoever waits goes before sweeps and re-scores
    suggested   service/flow/suggest.py   what others think they should score, kept to train with

Rules, settings and word lists change in service/flow/configure.py, which writes the history;
service/flow/rehearse.py takes a text the same way that a comment goes, and stores nothing.

Around it: `settings` (the environment), `access` (who is calling), `schemas` (what comes in and
goes out), `api`, `pages` and `embed` (the three ways in), `jobs` (what wakes the work), `cli`.
Read `moderation/status.py` and `moderation/rules.py` first: they are the whole policy.
"""
