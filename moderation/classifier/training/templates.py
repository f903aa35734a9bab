"""Sentences of our own, made from parts: who one is, hate, threats, and what only looks like them.

Public sets name few groups in harmless sentences, and many in hateful ones, so a small model
learns that the name is the insult. Here every group stands in the same sentences, kind, neutral
and hateful. Threats are rare in them too, and nearly always name a weapon or a swear word.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from moderation.classifier.training.sources import CLEAN, Labels, Row, labelled

PER_KIND = {
    "harmless": 5000,
    "hateful": 2500,
    "threat": 1300,
    "peaceful": 1300,
    "things": 1500,
    "coarse": 600,
}
"""How many sentences of each kind are made; some repeat and are made once."""

SIGNS_MADE = 1200

PEOPLE = (
    "women men girls boys mothers fathers feminists lesbians bisexuals|gay people|trans people|"
    "trans women|trans men|queer people|non-binary people|straight people|homosexuals|Muslims|"
    "Jews|Christians|Catholics|Protestants|Hindus|Buddhists|Sikhs|atheists|Mormons|black people|"
    "white people|Asian people|brown people|African Americans|Latinos|Mexicans|Arabs|Turks|Kurds|"
    "Chinese people|Indians|Pakistanis|Poles|Russians|Germans|the French|Americans|Nigerians|"
    "Roma people|refugees|immigrants|foreigners|asylum seekers|disabled people|deaf people|"
    "blind people|autistic people|people in wheelchairs|people with Down syndrome|old people|"
    "young people|poor people|people of colour|indigenous people"
)
ONE = (
    "gay man|lesbian|gay woman|trans woman|trans man|transgender person|bisexual woman|queer person|"
    "non-binary person|straight man|homosexual|Muslim|Muslim woman|Jew|Jewish man|Christian|Catholic|"
    "Hindu|Buddhist|Sikh|atheist|black man|black woman|white man|white woman|Asian man|Asian woman|"
    "African American|Latina|Mexican|Arab|Turk|Kurd|Chinese woman|Indian|Pakistani|Pole|Russian|"
    "German|American|Nigerian|Roma|refugee|immigrant|foreigner|disabled woman|disabled man|deaf man|"
    "blind woman|autistic person|wheelchair user|old woman|old man|pensioner|young woman|feminist|"
    "single mother|person of colour"
)
DID = (
    "I liked the article|I enjoyed this piece|I have lived here for twenty years|I vote|I work as a nurse|"
    "I teach at a school|I read this paper every day|my neighbours are lovely|I pay my taxes|"
    "I think the author is right|I disagree with the author|I was born in this town|I love football|"
    "I found the report balanced|I would like to hear more about it|that is fine|I am proud of it|"
    "nobody ever asked me|I run a small shop|this law matters to me"
)
HARMLESS_ONE = (
    "I am a {one}.|I am a {one} and {did}.|As a {one}, {did}.|I'm a {one} and {did}.|My best friend is a {one}.|"
    "My boss is a {one} and we get on well.|He is a {one}.|She is a {one} and a doctor.|"
    "A {one} lives next door.|Being a {one} is not easy in this town.|The new mayor is a {one}.|"
    "I married a {one}.|My grandfather was a {one}.|Proud to be a {one}.|a {one}|"
    "The film is about a {one} who moves to the city.|Speaking as a {one}: {did}."
)
HARMLESS_MANY = (
    "{people} live here too.|I have nothing against {people}.|I love {people}.|I respect {people}.|"
    "{people} deserve the same rights as everybody else.|More {people} read this paper than you think.|"
    "The article about {people} was well researched.|{people} were interviewed for the report.|"
    "We should listen to {people}.|{people} are great.|Many {people} voted yesterday.|"
    "Some of the nicest colleagues I have are {people}.|The council met {people} on Monday.|"
    "{people} are part of our city.|There are {people} in my family.|I don't hate {people}.|"
    "Nobody should hate {people}.|It is wrong to say that {people} are inferior.|"
    "Saying that all {people} are criminals is simply false.|I am tired of people who insult {people}.|"
    "If you hate {people}, you are part of the problem.|Stop blaming {people} for everything.|"
    'He was fined for shouting "I hate {people}".|Whoever says {people} should be deported has no heart.|'
    "I would never say that {people} are disgusting.|People who attack {people} belong before a court."
)
HATEFUL = (
    "I hate {people}.|I can't stand {people}.|I really despise {people}.|{people} disgust me.|"
    "{people} make me sick.|All {people} are criminals.|{people} are all liars.|{people} are inferior.|"
    "{people} are not human.|{people} are animals and nothing else.|{people} are vermin.|"
    "{people} are a plague on this country.|{people} are parasites.|{people} should not have rights.|"
    "{people} don't belong here.|Send all {people} back.|Get {people} out of our country.|"
    "We must get rid of {people}.|{people} should be locked up.|The world would be better without {people}.|"
    "{people} are too stupid to work.|{people} are scum.|{people} are filth.|{people} deserve to suffer.|"
    "No {people} in my neighbourhood, please: they are dirty.|You can never trust {people}.|"
    "{people} are the reason for all our problems.|Typical, {people} again, all of them thieves.|"
    "I don't want {people} near my children, they are perverts.|{people} ruin everything.|"
    "You are just a dirty {one}.|Shut up, you {one}.|What do you expect from a {one}, they are all stupid.|"
    "A {one} like you has no business here.|God hates {people}.|I wish all {people} would disappear."
)
HATEFUL_THREAT = (
    "{people} should be shot.|Kill all {people}.|{people} deserve to die.|Someone should burn the houses of {people}.|"
    "I will beat up the next {one} I see.|We will come for you {people}.|Hang all {people}.|"
    "I hope all {people} get killed.|Let's hunt {people} down tonight."
)
WHOM = "you|you all|your family|him|her|that journalist|the mayor|the author|your kids|them"
HARM = (
    "kill {whom}|hurt {whom}|shoot {whom}|stab {whom}|beat {whom} up|hunt {whom} down|burn {whom} alive|"
    "break every bone of {whom}|strangle {whom}|put a bullet in {whom}|make {whom} bleed|punch {whom} in the face|"
    "cut the throat of {whom}|run {whom} over|beat {whom} to death|come for {whom} tonight with a knife"
)
THREAT = (
    "I will {harm}.|I am going to {harm}.|I'm gonna {harm}.|I'll find you and {harm}.|One day I will {harm}.|"
    "Watch out, I will {harm}.|I swear I'll {harm}.|We will {harm}.|Someone should {harm}.|Tomorrow I {harm}.|"
    "I know where you live and I will {harm}.|If I see you again I will {harm}.|Say that again and I'll {harm}.|"
    "You will die for this.|You are dead.|You won't live to see Monday.|I hope somebody will {harm}.|"
    "I know where you live.|You better sleep with one eye open.|Prepare to die.|Your house will burn tonight.|"
    "Your days are numbered.|I want to {harm}.|I'd love to {harm}."
)
PEACE = (
    "write to {whom}|call {whom} tomorrow|send {whom} the source|meet {whom} at the council|thank {whom}|"
    "vote for {whom}|ask {whom} about the budget|help {whom} with the garden|explain it to {whom}|"
    "invite {whom} to the debate|correct {whom}|disagree with {whom}|read what {whom} wrote|beat {whom} at chess|"
    "show {whom} the numbers|pick {whom} up at the station|remind {whom} of the deadline|cook for {whom}"
)
PEACEFUL = (
    "I will {peace}.|I am going to {peace}.|I'm gonna {peace}.|One day I will {peace}.|Someone should {peace}.|"
    "We will {peace}.|If I see you again I will {peace}.|I swear I'll {peace}.|I want to {peace}.|"
    "This heat will kill my tomatoes.|The police say the man wanted to {harm}.|He was sentenced because he tried to {harm}.|"
    "The new rules will kill small shops.|I'm dying of laughter.|That joke killed me.|The team got killed on Saturday.|"
    "The villain in the film says: I will {harm}.|My grandfather died in the war.|They shot the film in our street.|"
    "The article describes how soldiers wanted to {harm}.|Smoking will kill you, says the doctor."
)
THINGS = (
    "cars|trams|Mondays|onions|this bus|my old phone|the new website|this stadium|the weather here|"
    "pop-up windows|wasps|slugs|mosquitoes|traffic jams|cold coffee|the colour of that building|"
    "this football club|horror films|leaf blowers|long queues|tax forms|the new roundabout|this law|"
    "the second season of that show|cheap umbrellas|potholes|the proposal of the council"
)
ABOUT_THINGS = (
    "I hate {thing}.|I really can't stand {thing}.|I despise {thing}.|I am sick of {thing}.|"
    "We must get rid of {thing}.|I wish {thing} would disappear.|{thing} should be banned.|"
    "{thing}: a complete disaster.|{thing}: worthless and ugly.|Get {thing} out of our city.|"
    "The world would be better without {thing}.|Who invented {thing}? Useless.|I'd love to destroy {thing}."
)
COARSE = (
    "This fucking weather is awful.|Holy shit, what a goal!|Damn, that was a good read.|The bus is fucking late again.|"
    "What the hell happened to the station?|My computer is a piece of shit.|I am so fucking happy today.|"
    "Shit, I forgot my keys.|Bloody hell, what a match.|That was a damn good concert.|I fucked up the recipe.|"
    "Fuck, it is cold outside.|This coffee tastes like crap.|I don't give a damn about football."
)

SIGNS = "👍 👏 🎉 😂 🤣 ❤️ 😍 🙏 😊 😢 🔥 💯 🥳 😮 🤔 ☀️ ⚽ 🌍 ✅ 🙂 😅 🌹 👌 💪 :) ;-) :D ♥ … !!! ??? + 1 → 你好 谢谢 안녕 ありがとう".split()
REPLIES = (
    "Great|Thanks|Lol|So true|Yes|No|Exactly|Congratulations|Well said|Ha|Nice|Same here|Good morning|"
    "I agree|Love it|Wow|Happy birthday|See you there|Finally|What a photo"
).split("|")
"""What a model of English words cannot read is not rude for that."""
NAMES = (
    "Ann Anna Anne Robin Kim Sam Alex John Mary James Maria Peter Paul Sarah Laura Emma Olivia Liam Noah "
    "Mohammed Fatima Ahmed Aisha Yusuf Leila Hassan Wei Ming Li Yuki Kenji Priya Raj Anil Deepa Ivan Olga "
    "Svetlana Dmitri Pavel Wojciech Agnieszka Jose Carmen Juan Lucia Diego Pierre Marie Jean Claude Luc "
    "Giulia Marco Luigi Hans Greta Jürgen Ulrike Sven Ingrid Lars Astrid Kwame Amina Chidi Ngozi Tyrone "
    "Jamal Keisha Ebony Dick Randy Fanny Gaylord Cohen Goldberg Levi Müller Smith Jones Brown Lee Nguyen "
    "Kowalski García Rossi Dubois Okafor Singh Kaur Patel Chen Kim Park Suzuki Hansen Ivanova Yilmaz Öztürk"
).split()
NICKNAMES = (
    "reader|old_reader|cyclist|gardener|teacher_in_town|nightowl|grumpy_grandad|bookworm|local mum|dad of three|"
    "nurse|commuter|citizen|anonymous|guest|me|a neighbour|river walker|concerned|tea drinker|taxpayer"
).split("|")
"""An author's name is read like a text."""


def sentences() -> Iterator[Row]:
    """All of them, seeded: the same rows every time."""
    chance = random.Random(20)
    yield from _made(chance, "harmless", f"{HARMLESS_ONE}|{HARMLESS_MANY}", CLEAN)
    hate = labelled(toxicity=1.0, identity_attack=0.95, obscene=0.0)
    yield from _made(chance, "hateful", HATEFUL, hate)
    both = labelled(toxicity=1.0, identity_attack=0.95, threat=0.95)
    yield from _made(chance, "hateful", HATEFUL_THREAT, both, share=0.3)
    yield from _made(chance, "threat", THREAT, labelled(toxicity=0.95, threat=1.0, obscene=0.0))
    yield from _made(chance, "peaceful", PEACEFUL, labelled(toxicity=0.05, threat=0.0, insult=0.0))
    calm = labelled(toxicity=0.08, threat=0.0, insult=0.0, identity_attack=0.0)
    yield from _made(chance, "things", ABOUT_THINGS, calm)
    yield from _signs(chance)
    yield from _names(chance)
    coarse = labelled(toxicity=0.5, obscene=0.9, threat=0.0, insult=0.05, identity_attack=0.0)
    yield from _made(chance, "coarse", COARSE, coarse)


def _made(
    chance: random.Random, kind: str, templates: str, labels: Labels, share: float = 1.0
) -> Iterator[Row]:
    forms = templates.split("|")
    made = {_filled(chance.choice(forms), chance) for _ in range(int(PER_KIND[kind] * share))}
    for text in sorted(made):
        yield Row(text, labels, 0.4, f"templates: {kind}")


def _signs(chance: random.Random) -> Iterator[Row]:
    """Signs alone, and beside or on a short reply."""
    for _ in range(SIGNS_MADE):
        some = chance.choices(SIGNS, k=chance.randint(1, 4))
        signs = chance.choice(("", " ")).join(some)
        reply = chance.choice(["", *REPLIES]) if chance.random() < 0.6 else ""
        text = chance.choice(("", " ")).join((reply, signs)) if reply else signs
        yield Row(text, CLEAN, 0.4, "templates: signs")


def _names(chance: random.Random) -> Iterator[Row]:
    for _ in range(SIGNS_MADE):
        name = " ".join(chance.choices(NAMES, k=chance.choice((1, 1, 2))))
        nickname = chance.choice(NICKNAMES) + chance.choice(("", "", str(chance.randint(1, 99))))
        text = chance.choice((name, name, name.lower(), f"{name[0]}.", nickname))
        yield Row(text, CLEAN, 0.4, "templates: names")


def _filled(form: str, chance: random.Random) -> str:
    parts = {
        "harm": HARM,
        "peace": PEACE,
        "whom": WHOM,
        "thing": THINGS,
        "people": PEOPLE,
        "one": ONE,
        "did": DID,
    }
    for name, choices in parts.items():
        while "{" + name + "}" in form:
            form = form.replace("{" + name + "}", chance.choice(_split(choices)), 1)
    style = chance.random()
    if style < 0.2:
        return form.lower().rstrip(".")
    return form[0].upper() + form[1:] if style < 0.95 else form.upper()


def _split(choices: str) -> list[str]:
    first, *rest = choices.split("|")
    return [*(first.split() if choices is PEOPLE else [first]), *rest]
