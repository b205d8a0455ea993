"""Draws the demonstration's pictures: prints in two inks on newsprint, of places and tools, never of anyone."""

from __future__ import annotations

import io
import math
import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

PAPER, INK, RED = "#eeefea", "#16150f", "#c4160c"
SIZE = (1600, 1000)
Draw = ImageDraw.ImageDraw
Point = tuple[float, float]


def _sky(draw: Draw, rng: random.Random, colour: str) -> None:
    # Slanted bands: rays around a disc would recall a war flag.
    shift, slant = rng.uniform(-200, 200), rng.choice((-1, 1)) * rng.uniform(240, 520)
    for step in range(-6, 18):
        left = shift + step * 190
        draw.polygon([(left, 0), (left + 95, 0), (left + 95 + slant, SIZE[1]), (left + slant, SIZE[1])], fill=colour)


def _grain(draw: Draw, rng: random.Random) -> None:
    for _ in range(700):
        x, y = rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])
        draw.line([(x, y), (x + rng.uniform(8, 60), y + rng.uniform(-3, 3))], fill=PAPER, width=rng.choice((2, 2, 3)))


def _water(draw: Draw, top: float) -> None:
    draw.rectangle([0, top, SIZE[0], SIZE[1]], fill=INK)
    for row in range(8):
        y = top + 30 + row * 38
        for column in range(-1, 13):
            x = column * 140 + (row % 2) * 70
            draw.arc([x, y, x + 90, y + 40], 200, 340, fill=PAPER, width=6)


def harbour(draw: Draw, rng: random.Random) -> None:
    """Cranes over water and a ship with containers."""
    _water(draw, 760)
    for base in (260, 640, rng.randint(980, 1060)):
        for leg in (0, 150):
            draw.line([(base + leg, 780), (base + 40 + leg * 0.5, 330)], fill=INK, width=26)
        draw.line([(base - 190, 330), (base + 420, 330)], fill=INK, width=30)
        draw.line([(base + 75, 330), (base + 75, 180), (base + 420, 330)], fill=INK, width=14)
        draw.line([(base + 330, 330), (base + 330, 520)], fill=INK, width=8)
        draw.rectangle([base + 280, 520, base + 380, 580], fill=INK)
    draw.polygon([(760, 700), (1580, 700), (1500, 830), (840, 830)], fill=INK)
    for column in range(7):
        for row in range(rng.randint(1, 3)):
            left = 850 + column * 92
            draw.rectangle([left, 645 - row * 55, left + 84, 695 - row * 55], fill=INK, outline=PAPER, width=5)


def factory(draw: Draw, rng: random.Random) -> None:
    """A factory with a saw-tooth roof and chimneys that do not smoke."""
    for column in range(6):
        left = 60 + column * 230
        draw.polygon([(left, 820), (left, 430), (left + 230, 540), (left + 230, 820)], fill=INK)
        draw.polygon([(left + 20, 560), (left + 20, 480), (left + 190, 560)], fill=PAPER)
    for left in (1200, 1340):
        draw.polygon([(left, 820), (left + 20, rng.randint(150, 240)), (left + 80, 200), (left + 100, 820)], fill=INK)
    draw.rectangle([0, 815, SIZE[0], SIZE[1]], fill=INK)
    draw.rectangle([640, 620, 860, 830], fill=PAPER)
    for bar in range(6):
        draw.line([(660 + bar * 36, 620), (660 + bar * 36, 830)], fill=INK, width=9)
    draw.line([(640, 700), (860, 760)], fill=INK, width=16)


def banners(draw: Draw, rng: random.Random) -> None:
    """Banners and placards over a street, seen from behind and from far away."""
    for _ in range(11):
        x, top = rng.uniform(60, 1500), rng.uniform(220, 520)
        draw.line([(x, top), (x + rng.uniform(-30, 30), 1000)], fill=INK, width=12)
        wide, high = rng.uniform(130, 240), rng.uniform(90, 150)
        tilt = rng.uniform(-22, 22)
        box = [
            (x - wide / 2, top - high / 2 + tilt),
            (x + wide / 2, top - high / 2 - tilt),
            (x + wide / 2, top + high / 2 - tilt),
            (x - wide / 2, top + high / 2 + tilt),
        ]
        draw.polygon(box, fill=PAPER, outline=INK, width=9)
        for line in range(2):
            y = top - 18 + line * 34
            draw.line([(x - wide / 3, y + tilt / 2), (x + wide / 3, y - tilt / 2)], fill=INK, width=13)
    draw.rectangle([0, 880, SIZE[0], SIZE[1]], fill=INK)
    for x in range(-20, 1640, 74):
        y = 860 + 26 * math.sin(x)
        draw.ellipse([x, y, x + 84, y + 110], fill=INK, outline=PAPER, width=4)


def sewing(draw: Draw, rng: random.Random) -> None:
    """A row of sewing machines standing still."""
    for row, y in enumerate((430, 640, 900)):
        scale = 0.55 + row * 0.28
        for column in range(4):
            x = column * 470 * scale + rng.uniform(20, 70) + (2 - row) * 120
            _machine(draw, x, y, scale)
        draw.rectangle([0, y, SIZE[0], y + 26 * scale], fill=INK)


def _machine(draw: Draw, x: float, y: float, scale: float) -> None:
    outline: list[Point] = [(0, 0), (0, -40), (250, -40), (250, -190), (60, -190), (60, -90), (20, -90), (20, -240), (320, -240), (320, 0)]
    draw.polygon([(x + px * scale, y + py * scale) for px, py in outline], fill=INK, outline=PAPER)
    draw.line([(x + 40 * scale, y - 90 * scale), (x + 40 * scale, y - 40 * scale)], fill=INK, width=max(4, int(7 * scale)))
    draw.ellipse([x + 300 * scale, y - 225 * scale, x + 380 * scale, y - 120 * scale], fill=INK, outline=PAPER, width=4)


def fields(draw: Draw, rng: random.Random) -> None:
    """Furrows running to the horizon under a low sun."""
    draw.rectangle([0, 520, SIZE[0], SIZE[1]], fill=INK)
    for step in range(-14, 15):
        draw.line([(800 + step * 14, 520), (800 + step * 230, 1000)], fill=PAPER, width=9)
    for x in range(60, 1600, 240):
        high = rng.uniform(80, 190)
        draw.rectangle([x, 520 - high, x + 16, 530], fill=INK)
        draw.ellipse([x - 60, 520 - high - 110, x + 76, 520 - high + 40], fill=INK)


def rails(draw: Draw, rng: random.Random) -> None:
    """Railway lines, points and a signal at stop."""
    draw.rectangle([0, 480, SIZE[0], SIZE[1]], fill=INK)
    for offset in (-520, 0, 520):
        for sleeper in range(12):
            y = 500 + sleeper * sleeper * 3.8
            half = 30 + sleeper * 16
            middle = 800 + offset * (y - 440) / 420
            draw.line([(middle - half, y), (middle + half, y)], fill=PAPER, width=5 + sleeper)
        draw.line([(800 + offset * 0.1, 485), (640 + offset * 1.33, 1000)], fill=PAPER, width=12)
        draw.line([(800 + offset * 0.1, 485), (960 + offset * 1.33, 1000)], fill=PAPER, width=12)
    x = rng.choice((230, 1330))
    draw.rectangle([x, 120, x + 26, 720], fill=INK, outline=PAPER, width=3)
    draw.rectangle([x - 40, 90, x + 66, 330], fill=INK, outline=PAPER, width=5)
    for lamp in range(2):
        draw.ellipse([x - 14, 110 + lamp * 105, x + 40, 164 + lamp * 105], fill=RED if lamp == 0 else PAPER)


def papers(draw: Draw, rng: random.Random) -> None:
    """Sheets of accounts with a magnifying glass."""
    for _ in range(7):
        x, y, turn = rng.uniform(80, 1000), rng.uniform(80, 480), rng.uniform(-60, 60)
        draw.polygon(
            [(x, y + turn), (x + 420, y - turn), (x + 480, y + 480 - turn), (x + 60, y + 480 + turn)], fill=PAPER, outline=INK, width=9
        )
        for line in range(8):
            top = y + 70 + line * 46
            draw.line([(x + 60, top + turn * 0.7), (x + rng.uniform(180, 400), top - turn * 0.5)], fill=INK, width=11)
    draw.line([(1130, 690), (1440, 960)], fill=INK, width=70)
    draw.ellipse([760, 300, 1200, 740], outline=INK, width=56)


SCENES: dict[str, Callable[[Draw, random.Random], None]] = {
    "harbour": harbour,
    "factory": factory,
    "banners": banners,
    "sewing": sewing,
    "fields": fields,
    "rails": rails,
    "papers": papers,
}


@dataclass(frozen=True)
class Alt:
    """What a scene shows, in one language."""

    language: str
    text: str


_ALTS: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "content" / "pictures.toml").read_text("utf-8"))


def alt(scene: str, language: str) -> Alt:
    """Return a scene's description, in English where there is none in that language."""
    texts = _ALTS[scene]
    return Alt(language, texts[language]) if language in texts else Alt("en", texts["en"])


def poster(scene: str, seed: int) -> io.BytesIO:
    """Draw one print; the same seed draws the same print."""
    rng = random.Random(f"{scene}-{seed}")  # noqa: S311 - a drawing needs no secrecy
    ground, rays = rng.choice(((RED, "#ad130a"), (RED, "#ad130a"), (PAPER, "#d9dad2")))
    image = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(image)
    _sky(draw, rng, rays)
    SCENES[scene](draw, rng)
    _grain(draw, rng)
    target = io.BytesIO()
    image.save(target, "PNG")
    target.seek(0)
    return target
