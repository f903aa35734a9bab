"""Belowline's service: the way of a comment, and the file of each step.

    received    service/flow/receive.py   saved as pending, with the answer's promise kept
    scored      service/flow/score.py     claimed, scored outside any transaction, scores kept
    quoted      service/flow/answered.py  the comments above it, whose words it may quote
    judged      service/flow/facts.py     what the rules may ask; moderation/rules.py answers
    decided     service/flow/decide.py    the only place where a status changes
    counted     service/flow/count.py     the article's count and version, the thread's shape
    announced   service/flow/announce.py  event rows and deliveries, in the same transaction
    delivered   service/webhooks/         signed, at least once, to whoever asked for it
    shown       service/flow/show.py      the only query that says who may see what
    reviewed    service/flow/review.py    the moderators' queue
    explained   service/flow/explain.py   which words moved the score, for whoever decides
    summed up   service/flow/stats.py     who decided what and how fast, and what was overturned

Around it: `settings` (the environment), `access` (who is calling), `schemas` (what comes in and
goes out), `api`, `pages` and `embed` (the three ways in), `jobs` (what wakes the work), `cli`.
Read `moderation/status.py` and `moderation/rules.py` first: they are the whole policy.
"""
