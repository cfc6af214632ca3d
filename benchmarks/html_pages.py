"""Made-up news pages in ten layouts, with the text that an extractor should find: no page of an outlet is in them.

The prose is drawn from word lists, so that nobody's sentences stand here. What surrounds the article is what news pages
have: menus, a cookie banner, share bars, newsletter boxes, related links, comments, adverts, scripts with data in them.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_NOUNS = (
    "council|minister|harbour|court|company|bridge|budget|hospital|union|treaty|border|factory|school|report|river|"
    "election|ambassador|railway|strike|investigation|agreement|village|committee|shipment|pipeline|ceasefire|law|bank"
)
_ADJECTIVES = "new|long|regional|disputed|public|final|sudden|western|quiet|costly|planned|foreign|old|joint"
_VERBS = "rejected|approved|delayed|described|opened|closed|defended|questioned|prepared|ended|financed|blocked"
_NAMES = "Ann Hill|Bo Lee|Carla Voss|Dmitri Orel|Elif Kaya|Farid Noor|Greta Lind|Hugo Marsh|Ines Prado"
_PLACES = "Harwick|Ostrava|Lindham|Kovel|Marash|Tolby|Verin|Saltow|Brenna|Quay"
_ENDS = (
    "on Monday after a vote that ended {n} to two|before the end of the year, two officials said|in the spring of 20{n}"
    "|although the cost has risen by {n} per cent|which had been expected since the summer|without giving a reason"
    "|while talks with the other side went on|because the money for it had not arrived|for the first time in {n} years"
)
_MENU = ("Home", "World", "Politics", "Business", "Opinion", "Sport", "Culture", "Weather", "Video", "Letters", "Jobs")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the title of its article, and its paragraphs without the title."""

    layout: str
    html: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """What a reader would copy: title and paragraphs."""
        return "\n\n".join((self.title, *self.paragraphs))


class Writer:
    """Draws prose and the parts of a page."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, words: str) -> str:
        return self.random.choice(words.split("|"))

    def clause(self) -> str:
        place, end = self.pick(_PLACES), self.pick(_ENDS).format(n=self.random.randint(11, 48))
        things = f"the {self.pick(_ADJECTIVES)} {self.pick(_NOUNS)}", f"the {self.pick(_NOUNS)} of {place}"
        return f"{things[0]} {self.pick(_VERBS)} {things[1]} {end}"

    def sentence(self) -> str:
        clause = self.clause()
        if self.random.random() < 0.25:
            return f"“{clause[0].upper()}{clause[1:]},” {self.pick(_NAMES)} said."
        return f"{clause[0].upper()}{clause[1:]}{self.random.choice(['', '', '', ', and ' + self.clause()])}."

    def paragraph(self, most: int = 4) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(1, most)))

    def title(self) -> str:
        return f"{self.pick(_ADJECTIVES)} {self.pick(_NOUNS)} of {self.pick(_PLACES)} {self.pick(_VERBS)}".capitalize()

    def paragraphs(self, least: int, most: int) -> list[str]:
        return [self.paragraph() for _ in range(self.random.randint(least, most))]

    def link(self) -> str:
        return f'<a href="/{self.random.randrange(10**6)}/">{self.title()}</a>'

    def menu(self) -> str:
        rows = "".join(f'<li class="nav-item"><a href="/{name.lower()}/">{name}</a></li>' for name in _MENU)
        return f'<nav class="main-nav" role="navigation"><ul>{rows}</ul></nav>'

    def share(self) -> str:
        places = ("Facebook", "Telegram", "WhatsApp", "Email", "Copy link")
        icon = '<svg viewBox="0 0 24 24"><path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z"/></svg>'
        rows = "".join(f'<a class="share-btn" href="#">{icon}<span>{one}</span></a>' for one in places)
        return f'<div class="share-bar social-share"><span>Share</span>{rows}</div>'

    def advert(self) -> str:
        return f'<div class="ad-slot advert" id="ad-{self.random.randrange(999)}"><span>Advertisement</span></div>'

    def newsletter(self) -> str:
        return (
            '<aside class="newsletter-signup"><h3>Morning briefing</h3><p>Get the five stories that matter '
            "in your inbox every day. You can unsubscribe at any time.</p>"
            '<form><input type="email"><button>Sign up</button></form></aside>'
        )

    def related(self, n: int) -> str:
        cards = "".join(
            f'<div class="card teaser"><h3>{self.link()}</h3><p class="teaser-text">{self.sentence()}</p></div>'
            for _ in range(n)
        )
        return f'<section class="related-articles"><h2>More on this story</h2>{cards}</section>'

    def comments(self, n: int) -> str:
        rows = "".join(
            f'<li class="comment"><div class="comment-author">{self.pick(_NAMES)}</div><div class="comment-body">'
            f"<p>{self.paragraph(2)}</p></div><button>Reply</button></li>"
            for _ in range(n)
        )
        listed = f'<ol class="comment-list">{rows}</ol>'
        return f'<section id="comments" class="comments-area"><h2>{n} comments</h2>{listed}</section>'

    def banner(self) -> str:
        return (
            '<div id="cookie-consent" class="cookie-banner" role="dialog"><h2>We value your privacy</h2><p>We and our '
            "842 partners store and access information on your device, such as cookies, to show personalised content "
            "and to measure its reach. You can change your choice at any time in the settings.</p>"
            "<button>Accept all</button><button>Settings</button></div>"
        )

    def footer(self) -> str:
        links = "".join(f"<li>{self.link()}</li>" for _ in range(30))
        return (
            f'<footer class="site-footer"><ul>{links}</ul><p>© 2025 The Lindham Post. All rights reserved. '
            "Reproduction without permission is not allowed. Registered office: 4 Quay Street.</p></footer>"
        )

    def scripts(self) -> str:
        state = {str(n): [self.random.randrange(10**9) for _ in range(12)] for n in range(self.random.randint(60, 500))}
        teasers = [{"headline": self.title(), "text": self.paragraph(2)} for _ in range(12)]
        style = "".join(f".c{n}{{margin:{n}px;padding:0 {n}px;color:#{n:06x}}}" for n in range(250))
        return (
            f"<style>{style}</style><script>window.__STATE__={json.dumps(state)};</script>"
            f'<script type="application/json">{json.dumps(teasers)}</script>'
        )

    def head(self, title: str) -> str:
        author = self.pick(_NAMES)
        linked = {"@type": "NewsArticle", "headline": title, "datePublished": "2025-06-02T10:00:00Z", "author": author}
        return (
            f'<head><meta charset="utf-8"><title>{escape(title)} | Lindham Post</title>'
            f'<meta name="author" content="{author}">'
            f'<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="Lindham Post">'
            f'<link rel="canonical" href="https://post.example/{self.random.randrange(10**6)}">'
            f'<script type="application/ld+json">{json.dumps(linked)}</script>{self.scripts()}</head>'
        )


_Body = tuple[str, list[str]]


def _wire(writer: Writer, title: str) -> _Body:
    """Plain elements as the standard wants them."""
    prose = writer.paragraphs(5, 16)
    body = "".join(f"<p>{one}</p>" for one in prose)
    return f"<main><article><h1>{title}</h1>{writer.share()}{body}</article>{writer.related(6)}</main>", prose


def _divisions(writer: Writer, title: str) -> _Body:
    """No `article`: nested divisions with class names, adverts between the paragraphs."""
    prose = writer.paragraphs(6, 20)
    body = "".join(
        f'<div class="story-row"><p class="par">{one}</p></div>{writer.advert() if n % 3 == 2 else ""}'
        for n, one in enumerate(prose)
    )
    inner = f'<div class="story-body"><div class="inner"><div class="col-8">{body}</div></div></div>'
    return (
        f'<div class="wrap"><div class="head"><h1 class="title">{title}</h1></div>{inner}{writer.related(8)}</div>',
        prose,
    )


def _breaks(writer: Writer, title: str) -> _Body:
    """One division whose paragraphs are divided by line breaks."""
    prose = writer.paragraphs(5, 12)
    body = "<br><br>\n".join(prose)
    return f'<div id="content"><h1>{title}</h1><div class="news-text">{body}</div>{writer.share()}</div>', prose


def _live(writer: Writer, title: str) -> _Body:
    """A live blog: posts with times and headings."""
    posts, prose = [], []
    for n in range(writer.random.randint(8, 25)):
        heading, texts = writer.title(), writer.paragraphs(1, 3)
        inner = "".join(f"<p>{one}</p>" for one in texts)
        time = f'<time datetime="2025-06-02T{n % 24:02}:15:00Z">{n % 24:02}:15</time>'
        posts.append(f'<div class="live-post" id="p{n}">{time}<h2>{heading}</h2>{inner}{writer.share()}</div>')
        prose += [heading, *texts]
    return f'<main><article class="liveblog"><h1>{title}</h1>{"".join(posts)}</article></main>', prose


def _discussed(writer: Writer, title: str) -> _Body:
    """A short article above many comments."""
    prose = writer.paragraphs(4, 8)
    body = "".join(f"<p>{one}</p>" for one in prose)
    article = (
        f'<article class="post"><header><h1>{title}</h1></header><div class="entry-content">{body}</div></article>'
    )
    return f"<main>{article}{writer.comments(writer.random.randint(20, 60))}</main>", prose


def _linked(writer: Writer, title: str) -> _Body:
    """Boxes of other stories between the paragraphs, links within them."""
    prose, rows = writer.paragraphs(6, 14), []
    for n, one in enumerate(prose):
        place = one.find(" ", 20)
        rows.append(f'<p>{one[:place]}<a href="/topic">{one[place : place + 12]}</a>{one[place + 12 :]}</p>')
        if n % 4 == 1:
            rows.append(f'<div class="read-more inline-related"><strong>Read also</strong>{writer.link()}</div>')
    article = f'<article itemscope><h1>{title}</h1><div itemprop="articleBody">{"".join(rows)}</div></article>'
    return f'<div id="page">{article}<aside class="sidebar">{writer.related(12)}</aside></div>', prose


def _broken(writer: Writer, title: str) -> _Body:
    """Markup with faults: open paragraphs, closed divisions that nobody opened, a script that names its own end."""
    prose = writer.paragraphs(6, 14)
    body = "".join(f"<p class=text>{one}\n{'</div>' if n % 5 == 4 else ''}" for n, one in enumerate(prose))
    script = r"""<script>document.write("<p>not the article<\/p><script src='x'><\/script>"); if (a < b) {}</script>"""
    return f"<div class=article><h1>{title}</h1>{script}<div class=article-text>{body}<b><i>", prose


def _rich(writer: Writer, title: str) -> _Body:
    """Subheadings, lists, block quotations; captions of pictures and a fact box, which are not the article."""
    prose, rows = [], []
    for one in writer.paragraphs(3, 6):
        heading, quoted = writer.title(), writer.sentence()
        points = [writer.sentence() for _ in range(3)]
        listed = "".join(f"<li>{point}</li>" for point in points)
        caption = f'<figure><img src="a.jpg"><figcaption>Photo: {writer.pick(_NAMES)}</figcaption></figure>'
        rows.append(f"<h2>{heading}</h2>{caption}<p>{one}</p><blockquote><p>{quoted}</p></blockquote><ul>{listed}</ul>")
        prose += [heading, one, quoted, *points]
    return f'<main><article><h1>{title}</h1><div class="body">{"".join(rows)}</div></article></main>', prose


def _hashed(writer: Writer, title: str) -> _Body:
    """What a framework writes: hashed class names, data attributes, a division and a span around each paragraph."""
    prose = writer.paragraphs(6, 18)

    def wrap(text: str, depth: int) -> str:
        name = f"css-{writer.random.randrange(16**6):06x}"
        return f'<div class="{name}" data-testid="block">{wrap(text, depth - 1) if depth else text}</div>'

    body = "".join(wrap(f'<p class="css-p"><span class="css-s">{one}</span></p>', 2) for one in prose)
    top, more = wrap(f"<h1><span>{title}</span></h1>", 3), re.sub('class="[^"]+"', 'class="css-0"', writer.related(8))
    return f'<div id="__next">{top}<section>{body}</section>{more}</div>', prose


def _brief(writer: Writer, title: str) -> _Body:
    """One or two paragraphs in a page of other things."""
    prose = writer.paragraphs(1, 2)
    body = "".join(f"<p>{one}</p>" for one in prose)
    return f'<main><div class="brief"><h1>{title}</h1>{body}</div>{writer.related(15)}</main>', prose


LAYOUTS: dict[str, Callable[[Writer, str], _Body]] = {
    one.__name__.removeprefix("_"): one
    for one in (_wire, _divisions, _breaks, _live, _discussed, _linked, _broken, _rich, _hashed, _brief)
}


def make_page(number: int) -> Page:
    """The page of a number: the layouts in turn, its words drawn by the number."""
    layout = list(LAYOUTS)[number % len(LAYOUTS)]
    writer = Writer(number)
    title = writer.title()
    body, prose = LAYOUTS[layout](writer, title)
    top = f'<div class="top"><a href="/">Lindham Post</a>{writer.menu()}</div>'
    html = (
        f'<!DOCTYPE html>\n<html lang="en">{writer.head(title)}<body>{writer.banner()}{top}{body}'
        f"{writer.newsletter()}{writer.footer()}{writer.scripts()}</body></html>\n"
    )
    return Page(layout, html, title, tuple(prose))
