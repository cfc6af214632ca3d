"""Labelled texts of three kinds, invented for these tests: posts by topic, headlines with bodies, articles."""

import random
from collections.abc import Iterator

Row = dict[str, str]

_PLACES = ("Dellin", "Port Lumen", "Northbridge", "Harrowmere", "Ostmark", "Saint Elne", "Quarry Hill", "Mirefield")

# Wishes about four topics, none of which names its topic; the last of each list stands in held-back posts only.
_POSTS = {
    "ferry line": {
        "for": (
            "finally a boat home after work, thank you council",
            "crossing the bay in ten minutes is a gift for my mum",
            "sailing twice an hour makes island life good again",
            "thank you for a boat that makes island life good",
        ),
        "against": (
            "another leaking boat that taxpayers bail out, shame",
            "diesel fumes in the bay all day, what a disgrace",
            "empty decks again and we pay for the fuel, shame",
            "what a disgrace, we pay for diesel and empty decks",
        ),
        "neither": (
            "does anybody know when the last boat leaves on sunday",
            "which pier do we board at with bicycles",
            "is there a timetable for the bay crossing in winter",
            "does anybody have the winter timetable for the pier",
        ),
    },
    "new mill": {
        "for": (
            "two hundred wages in our street, bring on the paper works",
            "my brother has a job at last, best news in years",
            "the chimney means bread on our tables, well done",
            "best news in years, a job at the paper works",
        ),
        "against": (
            "the river stinks of bleach already, stop them",
            "our wells are poisoned so that owners get rich",
            "trucks past the nursery all night, nobody asked us",
            "stop them, the river is poisoned and nobody asked",
        ),
        "neither": (
            "what time does the paper works gate open for tours",
            "who is the engineer in charge of the chimney",
            "reading the planning file on the paper works today",
            "reading about the engineer and the gate today",
        ),
    },
    "school meals": {
        "for": (
            "every child with a warm plate, proud of this town",
            "my girl eats lentils now and she is happy",
            "no hungry pupils this term, proud and happy",
            "proud that no child is hungry, warm plates for all",
        ),
        "against": (
            "cold lumps of rice that nobody eats, money in the bin",
            "parents can cook, stop wasting our money on canteens",
            "my boy came home sick from that kitchen again",
            "wasting money, that kitchen makes my boy sick",
        ),
        "neither": (
            "where can i see the menu for next week",
            "does the canteen take cash or only cards",
            "the menu lists lentils on monday and rice on friday",
            "where is the menu, does it list rice on monday",
        ),
    },
    "night buses": {
        "for": (
            "i walk home safe after my shift, keep them running",
            "nurses rely on the two o'clock ride, wonderful drivers",
            "safe ride for my daughter at last, wonderful",
            "keep them running, a safe ride after my shift",
        ),
        "against": (
            "drunks shouting under my window at three, end it",
            "engines roaring past bedrooms for four passengers, absurd",
            "no sleep since they started, absurd noise",
            "end it, shouting and engines and no sleep",
        ),
        "neither": (
            "which stop is nearest to the hospital after midnight",
            "is the two o'clock ride also on holidays",
            "looking for the map of stops after midnight",
            "which stop is on the map near the hospital",
        ),
    },
}
_OPENERS = (
    "ok so",
    "honestly,",
    "morning all,",
    "just saying:",
    "hm,",
    "seen today:",
    "friends,",
    "update:",
    "right,",
    "well,",
)
_CLOSERS = ("", "!!", "#dellin", "...", "lol", "pls share", "@council", "#localnews")


def write_posts(n: int, seed: int, is_held_back: bool) -> list[Row]:
    """Posts with the topic as target, which none of them names; a tenth of the labels are another's by mistake."""
    random_ = random.Random(seed)
    rows = []
    for number in range(n):
        topic, wishes = random_.choice(list(_POSTS.items()))
        label = random_.choices(("for", "against", "neither"), (4, 3, 3))[0]
        wish = random_.choice(wishes[label] if is_held_back else wishes[label][:-1])
        kept = " ".join(word for word in wish.split() if random_.random() > 0.12)
        text = f"{random_.choice(_OPENERS)} {kept} {random_.choice(_CLOSERS)} {random_.choice(_PLACES)} {number % 7}"
        given = label if random_.random() > 0.1 or is_held_back else random_.choice(("for", "against", "neither"))
        rows.append({"text": text, "target": topic, "label": given})
    return rows


_WHO = ("mayor", "harbour office", "bishop", "miners' union", "school board", "fire brigade", "museum", "water company")
_DID = (
    ("opens", "a second bridge", "opened", "bridge"),
    ("sells", "the old tannery", "sold", "tannery"),
    ("closes", "the north station", "closed", "station"),
    ("buys", "forty electric trams", "bought", "trams"),
    ("cancels", "the winter fair", "cancelled", "fair"),
    ("finds", "a Roman well", "found", "well"),
    ("bans", "fireworks", "banned", "fireworks"),
    ("plants", "a thousand oaks", "planted", "oaks"),
)
_FILLERS = (
    "Rain is expected until the weekend.",
    "A crowd had gathered in the square by noon.",
    "Papers seen by this newspaper run to sixty pages.",
    "Neighbours spoke of little else all week.",
    "The sum was not disclosed.",
    "A spokesman could not be reached in the evening.",
    "Similar steps were discussed five years ago.",
    "Shops nearby stayed open as usual.",
)


# By label the first and the second sentence about the event; the last of each stand in held-back bodies only.
_BODIES = {
    "agree": (
        ("The {who} of {place} has {done} {what}.", "It was {done} on Monday, the {who} confirmed."),
        ("On Tuesday the {who} {done} {what} in {place}.", "Pictures show the {thing} from all sides."),
        ("{what} was {done} at last, the {who} of {place} announced.", "The {thing} had been promised for years."),
        ("At noon the {who} of {place} announced that {what} is {done}.", "Guests praised the {thing}."),
    ),
    "disagree": (
        ("The {who} of {place} denied reports about {what}.", "No {thing} was ever {done}; the claim is false."),
        ("A rumour about {what} in {place} is not true, the {who} said.", "Nothing was {done}, it added."),
        ("Nothing is known of {what} in {place}; a hoax, said the {who}.", "It never {done} a {thing}."),
        ("False, said the {who} of {place} of the talk about {what}.", "It denied that a {thing} was {done}."),
    ),
    "discuss": (
        ("Reports say that the {who} of {place} may have {done} {what}.", "This could not be verified."),
        ("Did the {who} of {place} do so? Opinions about {what} differ.", "The {thing} is said to exist."),
        ("Allegedly the {who} {done} {what} in {place}.", "Experts want to see proof of the {thing} first."),
        ("The {who} of {place} allegedly {done} {what}.", "Whether the {thing} exists could not be verified."),
    ),
    "unrelated": (
        ("The {foreign} has {done2} {what2}.", "It was {done2} after a long debate, people said."),
        ("On Tuesday the {foreign} {done2} {what2}.", "Nobody had asked for it."),
        ("{what2} was {done2}, the {foreign} confirmed.", "It had been promised for years."),
        ("Reports say that the {foreign} {done2} {what2}.", "It never denied it."),
    ),
}


def write_pairs(events: range, seed: int, is_held_back: bool) -> list[Row]:
    """Bodies with a headline as target: they agree, disagree, discuss it, or are about something else.

    Args:
        events: numbers below `len(_WHO) * len(_DID)`, one event each, with four bodies.
    """
    random_ = random.Random(seed)
    rows = []
    for number in events:
        who, (does, what, done, thing) = _WHO[number % len(_WHO)], _DID[number // len(_WHO)]
        place = _PLACES[(number * 5 + number // 8) % len(_PLACES)]
        other = (number + 27) % (len(_WHO) * len(_DID))
        _, what2, done2, _ = _DID[other // len(_WHO)]
        names = {"who": who, "place": place, "what": what, "done": done, "thing": thing}
        names |= {"foreign": _WHO[other % len(_WHO)], "what2": what2, "done2": done2}
        for label, bodies in _BODIES.items():
            core = random_.choice(bodies if is_held_back else bodies[:-1])
            fillers = random_.sample(_FILLERS, 3)
            sentences = (core[0].format(**names), fillers[0], core[1].format(**names), *fillers[1:])
            text = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
            headline = f"{who.capitalize()} {does} {what} in {place}"
            rows.append({"text": text, "target": headline, "label": label, "document_id": f"{label}{number}"})
    return rows


_SUBJECTS = {
    "economy": (
        "wages",
        "prices",
        "exports",
        "the bank",
        "the budget",
        "factories",
        "interest rates",
        "the tax office",
    ),
    "health": (
        "nurses",
        "the clinic",
        "the vaccine",
        "patients",
        "surgeons",
        "the ward",
        "waiting lists",
        "the pharmacy",
    ),
    "sport": (
        "the goalkeeper",
        "the league",
        "the coach",
        "the stadium",
        "rowers",
        "the marathon",
        "referees",
        "the final",
    ),
}
_VERBS = {
    "economy": ("rose by", "fell short by", "was worth", "cost the town", "grew more than", "lost"),
    "health": ("treated", "was short of", "waited for", "recovered with", "was tested with", "needed"),
    "sport": ("won against", "trained for", "lost to", "scored in front of", "was beaten by", "cheered for"),
}
_OBJECTS = (
    "three groups",
    "half of the visitors",
    "a tenth",
    "people from the valley",
    "forty guests",
    "two of them",
    "the newcomers",
    "last year's crowd",
)
_COMMON = ("The mayor", "A reader", "The council", "Our reporter", "The old town", "A neighbour")
_COMMON_VERBS = ("spoke about", "met", "wrote to", "remembered", "waited for", "drove past")


def write_articles(n: int, seed: int) -> list[Row]:
    """Articles of about 150 words, a fifth of whose sentences are about the subject that is their label."""
    random_ = random.Random(seed)
    return [_write_article(random_) for _ in range(n)]


def _write_article(random_: random.Random) -> Row:
    label = random_.choices(tuple(_SUBJECTS), (3, 2, 2))[0]
    return {"text": " ".join(_write_sentences(random_, label)), "label": label}


def _write_sentences(random_: random.Random, label: str) -> Iterator[str]:
    for _ in range(14):
        place, week = random_.choice(_PLACES), random_.randint(1, 52)
        about = random_.choices((label, random_.choice(tuple(_SUBJECTS)), None), (3, 2, 9))[0]
        subject = random_.choice(_SUBJECTS[about]).capitalize() if about else random_.choice(_COMMON)
        verb = random_.choice(_VERBS[about] if about else _COMMON_VERBS)
        yield f"{subject} in {place} {verb} {random_.choice(_OBJECTS)} in week {week}."
