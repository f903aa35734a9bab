"""Events on their way to other systems, signed as Standard Webhooks 1.0.0 asks.

asked for    endpoints.py   made, changed, rotated, disabled and deleted by admins
kept safe    secret.py      what a secret is; `access.seal` encrypts it at rest
written      flow/fan_out.py, flow/place.py   deliveries with their change, then in order
claimed      claims.py      endpoints that this process sends to, and what is due for them
lined up     lines.py       who is next: four at once per endpoint, in order per article
told         payload.py     what an event says; slack.py the same for chat rooms
signed       sign.py        the three headers
guarded      addresses.py   nobody's inner network
sent         send.py        one request and what came back; deadline.py ends it in time
kept         outcome.py     the attempt, and when the next one is due (schedule.py)
worked off   worker.py      all of it, round by round
looked up    log.py         deliveries and attempts for people; replay.py sends again
"""
