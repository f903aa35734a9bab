"""What the readers of the demonstration newspaper wrote: plain data for `belowline demo-data`.

Invented people, invented opinions. Most are civil, some of them critical; a few are rude and one
carries a link, so that moderators have something to decide. The article about the oysters has
none on purpose: it shows the invitation to be the first.
"""

from typing import TypedDict


class SampleComment(TypedDict):
    """One comment to post; a parent always stands before its replies in the list."""

    key: str
    article: str
    parent: str | None
    author: str
    body: str
    age_minutes: int


FERRY = "demo-night-ferry"
LIBRARY = "demo-sunday-library"
LAMPS = "demo-gas-lamps"


def _said(
    key: str, article: str, parent: str | None, author: str, age_minutes: int, body: str
) -> SampleComment:
    return {
        "key": key,
        "article": article,
        "parent": parent,
        "author": author,
        "body": body,
        "age_minutes": age_minutes,
    }


COMMENTS: list[SampleComment] = [
    _said(
        "sofa",
        FERRY,
        None,
        "Jonas Pemberley",
        412,
        "I have slept on that sofa. It belongs to my sister-in-law and it is four feet long. "
        "Nine votes well spent.",
    ),
    _said(
        "nurse",
        FERRY,
        None,
        "Agnieszka Dolan",
        398,
        "Rosalind looked after my mother for the last two years of her life. When she says she "
        "has taken this boat four hundred times in her head, I believe every one of them.",
    ),
    _said(
        "arithmetic",
        FERRY,
        None,
        "Martin Oduya",
        371,
        "Can somebody check my sums? Sixty-two thousand a year, two sailings a night, two nights "
        "a week, May to September: that is more than **£700 a sailing** before anybody has bought "
        "a ticket. I want this to work, but at fourteen passengers we would do better to hand out "
        "taxi money.",
    ),
    _said(
        "winter",
        FERRY,
        "arithmetic",
        "Catrin Vale",
        352,
        "The fourteen was a winter figure, and the winter boat was cancelled for weather one "
        "night in three. Nobody plans an evening around a coin toss.",
    ),
    _said(
        "taxi",
        FERRY,
        "arithmetic",
        "Ruth Abernathy",
        340,
        "A taxi, Martin? To an *island*? I should like to see the driver’s face.",
    ),
    _said(
        "water-taxi",
        FERRY,
        "taxi",
        "Martin Oduya",
        331,
        "Water taxi! I stand corrected, and slightly damp.",
    ),
    _said(
        "number",
        FERRY,
        "winter",
        "Martin Oduya",
        318,
        "That is fair, and I had not thought of it. But then the council should say so, and name "
        "the number it will be judged by. “We shall see” is not a budget line.",
    ),
    _said(
        "agreed",
        FERRY,
        "number",
        "Catrin Vale",
        296,
        "On that we agree entirely. Twenty-five on average would do for me.",
    ),
    _said(
        "slipway",
        FERRY,
        None,
        "Verity Stokes",
        287,
        "We live three doors down from Mr Fisk and I wish people had not laughed. A bow thruster "
        "at midnight goes through the floor, not through the window. Nobody has explained why the "
        "boat cannot land at the north pier, where there is nothing but gulls.",
    ),
    _said(
        "depth",
        FERRY,
        "slipway",
        "Hamish Breck",
        263,
        "Depth, I am afraid. I used to skipper her. At low springs you have a metre and a half at "
        "the north pier and the *Margaret Lowe* draws two.\n\n"
        "You could, however, ask them to come in on the engines alone when the wind is under "
        "force 4. We did it for the bishop.",
    ),
    _said(
        "bishop",
        FERRY,
        "depth",
        "Verity Stokes",
        251,
        "Then I shall write to the council and ask to be treated like the bishop. Thank you.",
    ),
    _said(
        "yachts",
        FERRY,
        None,
        "Piers Langholm",
        204,
        "Visiting yachts spend about £90 a night in this town before they have paid a penny in "
        "dues. Put the dues up and they go to Saltby, and then who pays for the ferry? This is "
        "a tax on the people who can sail away from it.",
    ),
    _said(
        "yachts-reply",
        FERRY,
        "yachts",
        "Dilys Farrow",
        187,
        "Eleven pounds on a boat that costs more than my house. They will cope.",
    ),
    _said(
        "yachts-rude",
        FERRY,
        "yachts",
        "deckhand71",
        176,
        "Oh shut up you pathetic idiot. Nobody here gives a damn about you and your stupid boat.",
    ),
    _said(
        "school",
        FERRY,
        None,
        "Owen Tregarth",
        149,
        "Eight pupils as of this morning, and a ninth in the oven, her parents tell me. I promised "
        "the children I would report what they decided about the vote:\n\n"
        "- five in favour\n- two against (noise)\n- one abstention, who was asleep",
    ),
    _said(
        "dates",
        FERRY,
        None,
        "Lena Hartog",
        118,
        "A small correction for the paper: the old service ended in *October*, not at the end of "
        "the summer season. I was on the last boat, and I was sick on it.",
    ),
    _said(
        "link",
        FERRY,
        None,
        "Colin Yeo",
        74,
        "The full minutes are worth reading, above all the page about insurance: "
        "https://kelmouth-harbour.example/minutes/night-service.pdf",
    ),
    _said(
        "council-rude",
        FERRY,
        None,
        "Kelmouth Truth",
        46,
        "The whole council are corrupt morons and that nurse is a lying bitch. I hope the boat "
        "sinks with all of them on it.",
    ),
    _said(
        "moved",
        FERRY,
        None,
        "Tamsin Reyes",
        23,
        "We left Hollin in the spring because of exactly this, and I read the last paragraph "
        "twice. Two summers. We would have stayed for two summers.",
    ),
    _said(
        "thanks",
        LIBRARY,
        None,
        "Bronagh Keane",
        640,
        "My son is the six-year-old. He would like it to be known that it was book nine.",
    ),
    _said(
        "pell",
        LIBRARY,
        None,
        "Stephen Aubrey",
        588,
        "Graham Pell taught half this town to use a catalogue. Putting his sentence in the middle "
        "of a warm story, where people skim, is how we got here. He is right.",
    ),
    _said(
        "both",
        LIBRARY,
        "pell",
        "Hanne Osei",
        547,
        "I think he is right too, and I told him so on Sunday, over his tea, at the desk, where he "
        "had come to help. Both things are true. I should be glad to be made redundant by him.",
    ),
    _said(
        "library-rude",
        LIBRARY,
        None,
        "realist",
        512,
        "Libraries are for losers who can't afford the internet. Close the bloody lot and sack "
        "these useless parasites.",
    ),
    _said(
        "accordion",
        LAMPS,
        None,
        "Emil Sandoval",
        901,
        "Bea mended my grandfather's accordion last year, and left one wheeze in it because, she "
        "said, it was his. Give that woman a ladder.",
    ),
]
