"""Made-up readers: their names and what they have to say, polite and rude."""

from __future__ import annotations

import math
import random

MEDIAN_WORDS = 24
SPREAD = 0.9
"""Of the natural logarithm of a paragraph's number of words."""

SENTENCES = """\
I read the {paper} twice and still do not see who pays for the {thing}.
My {relative} works in {field}, and the {thing} has been late since {year}.
Thank you for going to {place} and asking the people who live there.
That is not what the {paper} says: page {number} is quite clear about it.
The {thing} in {place} cost {number} million, and it leaks.
Nobody asked us in {place} before they closed the {thing}.
Could the author say how the {number} per cent were counted?
We had the same debate about the {thing} in {year}, with the same arguments.
I disagree with {who}, but at least this was said openly.
{who} has promised a {thing} in every campaign since {year}.
Whoever takes the bus in {place} at seven in the morning knows how this ends.
If the {paper} is right, {field} will be short of people for another {number} years.
There is a simpler way, and {place} has shown it: ask first, then build.
Good reporting, though I missed a word from {who}.
It rained through the roof of our school while they argued about the {thing}.
As a {relative} of two people in {field} I can only say that the pay is not the worst of it.
The comments here are better informed than the {paper}.
I voted for {who} and would not do it again.
Please stop calling it a reform; in {year} it was called a cut.
The picture shows the harbour of {place}, by the way, not the {thing}.
Let them try it for a year and then look at the numbers.
What about the {number} families who were moved for it?
This is exactly right.
No, it is not.
I had not thought of it that way.
Hear, hear!
""".splitlines()

RUDE = """\
You are a complete idiot, and everybody here knows it.
What a pathetic bunch of liars you are.
Shut up, you stupid fool, nobody wants to hear your garbage.
Only a moron could write such disgusting trash.
""".splitlines()

CHOICES = {
    "paper": [
        "auditors' report",
        "budget",
        "environmental study",
        "contract",
        "white paper",
        "minutes",
    ],
    "thing": [
        "tram line",
        "swimming pool",
        "ring road",
        "hospital wing",
        "library",
        "cycle path",
        "town hall",
    ],
    "relative": ["sister", "neighbour", "son", "colleague", "grandmother", "flatmate"],
    "field": ["nursing", "logistics", "farming", "teaching", "public transport", "the courts"],
    "place": ["Northgate", "the old docks", "Lindenau", "Marseille", "the hill villages", "Aarhus"],
    "who": ["The mayor", "The council", "The minister", "The opposition", "Dr Okafor", "The union"],
}
FIRST = [
    "Ada",
    "Ben",
    "Chloé",
    "Dmitri",
    "Elif",
    "Fatou",
    "Giulia",
    "Hugo",
    "Ines",
    "Jürgen",
    "Kofi",
    "Lena",
    "Mats",
    "Nour",
    "Olga",
    "Pia",
]
LAST = [
    "Albrecht",
    "Baker",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "García",
    "Haddad",
    "Ito",
    "Jansen",
    "Kaya",
    "Lund",
    "Moreau",
]


def name(rng: random.Random) -> str:
    """What a reader calls himself: a full name, or a nickname with a number."""
    first = rng.choice(FIRST)
    if rng.random() < 0.6:
        return f"{first} {rng.choice(LAST)}"
    return f"{first.lower()}{rng.randrange(10_000)}"


def paragraph(rng: random.Random) -> str:
    """A paragraph of whole sentences, its length as skewed as readers' are."""
    wanted = MEDIAN_WORDS * math.exp(rng.gauss(0, SPREAD))
    said, words = [], 0
    while words < wanted:
        said.append(_sentence(rng))
        words += len(said[-1].split())
    return " ".join(said)


def comment(rng: random.Random, unique: str, rude: float = 0.0) -> str:
    """A short text that nobody wrote before; rude with this probability."""
    opening = f"{rng.choice(RUDE)} " if rng.random() < rude else ""
    return f"{opening}{paragraph(rng)} (Row {unique} of the hall.)"


def _sentence(rng: random.Random) -> str:
    chosen = {key: rng.choice(values) for key, values in CHOICES.items()}
    template = rng.choice(SENTENCES)
    return template.format(**chosen, number=rng.randrange(2, 98), year=rng.randrange(1990, 2025))
