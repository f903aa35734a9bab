"""Short sentences of known meaning that the training rows do not hold, to measure with."""

from __future__ import annotations

import random
from collections.abc import Iterator

from moderation.classifier.training.evade import KINDS, evade

IDENTITIES = (
    "gay man|lesbian woman|transgender woman|trans guy|bisexual man|queer teenager|drag queen|Muslim|Jew|"
    "Christian|Catholic priest|Hindu|Sikh|Buddhist|atheist|black man|black woman|white man|Asian woman|"
    "Latino|Mexican|Arab|Turk|Palestinian|Israeli|Russian|Ukrainian|Chinese man|Indian woman|Nigerian|"
    "Romani woman|refugee|immigrant|deaf woman|blind man|autistic boy|wheelchair user|old lady|feminist|"
    "single father|person of color|Native American"
).split("|")
NAMING = (
    "I am a {} and I liked the article.|My name is Sam, I'm a {}.|A {} wrote a letter to the editor.|"
    "As a {} I found this report helpful.|My teacher is a {}.|We talked to a {} about the elections.|"
    "The winner of the cooking contest is a {}.|I'm a {}, ask me anything.|My sister married a {}.|{}"
).split("|")

INSULTS = (
    "You are a stupid idiot.|You are such a moron.|What a pathetic loser you are.|Shut up, you dumb idiot.|"
    "You are a worthless piece of shit.|Go fuck yourself.|You fucking idiot.|The author is a complete moron.|"
    "You are an asshole.|Nobody likes you, you stupid bitch.|Only an idiot like you would write this.|"
    "You are a disgusting pig.|What a bunch of retarded clowns.|You ignorant bastard.|Fuck you and your paper.|"
    "You are dumb as a rock, moron.|Stop lying, you filthy scumbag.|Kiss my ass, loser.|You're a dickhead.|"
    "Your brain is as useless as you are, idiot."
).split("|")
THREATS = (
    "I will kill you.|I am going to kill you.|I will find you and shoot you.|We will burn your house down.|"
    "I'm coming to your office to hurt you.|You will pay for this with your life.|I'll smash your face in.|"
    "Someone should shoot this politician.|I know where you live, and I have a gun.|I will stab you in your sleep.|"
    "Next time I see you I'll break your legs.|You deserve a bullet in your head and I will deliver it.|"
    "I hope you die a slow death, and I'll help.|I will hang you from that tree.|We are going to beat you to death.|"
    "I will cut you into pieces.|I'm going to rape you.|I'll bomb your newsroom.|You are a dead man.|"
    "I will murder your whole family."
).split("|")
PEACEFUL = (
    "I will call you tomorrow.|I'm going to miss this column.|We will find a way to pay for it.|"
    "That film is to die for.|I could kill for a coffee right now.|The new tax will hurt small shops.|"
    "He shot a wonderful photograph of the bridge.|I'm coming to your office to sign the papers.|"
    "The candidate will be beaten in March.|Break a leg tonight!"
).split("|")

SPELLINGS_EACH = 5


def naming_an_identity() -> list[str]:
    """Sentences that say who somebody is, and nothing else."""
    return [form.format(identity) for identity in IDENTITIES for form in NAMING]


def evaded_insults() -> dict[str, list[str]]:
    """The plain insults in each of the ten evading spellings."""
    chance = random.Random(3)
    return {kind: list(_respelt(kind, chance)) for kind in KINDS}


def _respelt(kind: str, chance: random.Random) -> Iterator[str]:
    for _ in range(SPELLINGS_EACH):
        for insult in INSULTS:
            yield evade(insult, kind, chance)
