#!/usr/bin/env python3
"""Writes the demo corpora, Polish and English: 1,200 + 300 short texts in PolEval's form each, the same bytes on every machine.

    python3 tests/demo/generate_demo.py [FOLDER]        FOLDER is www/demo where none is given; English goes into FOLDER/en

Files: `train_text.txt`, `train_tags.txt`, `test_text.txt`, `test_tags.txt`; UTF-8 without a byte order mark, one text or
one tag (0 non-harmful, 1 cyberbullying, 2 hate-speech) a line. PolEval ends its lines with CRLF; these end with LF, so
that every tool shows them and a diff of them reads well (`.gitattributes` keeps git from changing them).

Standard library only. Randomness is `random.Random(SEED).random()` and nothing else of that module: it is the one method
whose numbers Python promises to keep from version to version.

What is planted, so that every view has something true to show:
- about one text in 30 carries the label of another class, as human annotators disagree;
- retweets, duplicates, one text under two labels, three training texts that are in the test set too;
- drift in the second half of the test set: more gnomes, a new word (krasnaloza, gnomania), a new emoji.
"""

import pathlib
import random
import re
import sys

import phrases
import phrases_en

SEED = 2021
CLASSES = ["non-harmful", "cyberbullying", "hate-speech"]
MENTION = "@anonymized_account"

# Shares of the classes, and how often an annotator slips.
USUAL = [0.70, 0.15, 0.15]
AFTER_DRIFT = [0.60, 0.13, 0.27]
MISLABELLED = 0.03

ASCII_LETTERS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


class Dice:
    """Choices from one stream of uniform numbers in [0, 1)."""

    def __init__(self, seed):
        self.uniform = random.Random(seed).random

    def chance(self, share):
        return self.uniform() < share

    def below(self, n):
        return int(self.uniform() * n)

    def pick(self, options):
        return options[self.below(len(options))]

    def weighted(self, options, shares):
        """An option with the probability of its share; the shares sum to 1."""
        left = self.uniform()
        for option, share in zip(options, shares):
            left -= share
            if left < 0:
                return option
        return options[-1]

    def shuffle(self, items):
        """Fisher and Yates, in place."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]


def fill(dice, words, template):
    """Replaces `{slot}` until none is left."""
    while "{" in template:
        template = re.sub(r"\{(\w+)\}", lambda slot: dice.pick(words.SLOTS[slot.group(1)]), template, count=1)
    return template


def templates_of(words, name, drifted):
    """The templates of a class; where there is drift, those of the drift, which may be none."""
    if drifted:
        return {"non-harmful": words.DRIFT_HARMLESS, "cyberbullying": [], "hate-speech": words.DRIFT_HATE_SPEECH}[name]
    return {"non-harmful": words.HARMLESS, "cyberbullying": words.CYBERBULLYING, "hate-speech": words.HATE_SPEECH}[name]


def sentence(dice, text):
    """Half of the texts that begin with a small letter get a capital."""
    return text[0].upper() + text[1:] if dice.chance(0.5) else text


def with_typo(dice, text):
    """Swaps two neighbouring letters inside one longer word."""
    words = [match for match in re.finditer(r"\w{5,}", text) if match.group() != MENTION[1:]]
    if not words:
        return text
    word = dice.pick(words)
    at = word.start() + 1 + dice.below(len(word.group()) - 3)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def with_repeats(dice, text):
    """Draws out one vowel or the last mark: suuuper, nieee, dość!!!"""
    places = [match.start() for match in re.finditer(r"[aeiouyAEIOUY!?]", text)]
    if not places:
        return text
    at = dice.pick(places)
    return text[:at] + text[at] * (2 + dice.below(3)) + text[at:]


def tweet(dice, words, name, drifted):
    """One text of the class `name`, with the noise of its medium."""
    templates = templates_of(words, name, drifted=False)
    if drifted and templates_of(words, name, drifted) and dice.chance(0.5 if name == "hate-speech" else 0.12):
        templates = templates_of(words, name, drifted)
    text = sentence(dice, fill(dice, words, dice.pick(templates)))
    if name != "non-harmful" and dice.chance(0.25):
        text += " " + fill(dice, words, "{tail}")
    if name == "non-harmful" and dice.chance(0.25):
        text += (r"\n" if dice.chance(0.3) else " ") + fill(dice, words, dice.pick(words.HARMLESS))
    if dice.chance(0.05):
        text = text.join(words.QUOTES) if dice.chance(0.5) else '"' + text + '"'
    if dice.chance(0.10):
        text = text.translate(ASCII_LETTERS)
    if dice.chance(0.06):
        text = with_typo(dice, text)
    if dice.chance(0.07):
        text = with_repeats(dice, text)
    if dice.chance(0.03 if name == "non-harmful" else 0.08):
        text = text.upper()
    if dice.chance(0.06):
        text = text.lower()
    if dice.chance(0.25):
        emoji = dice.pick(words.EMOJI[name])
        text += ("" if dice.chance(0.3) else " ") + emoji * (1 + dice.below(3))
    if drifted and dice.chance(0.45 if name == "hate-speech" else 0.08):
        text += " " + words.DRIFT_EMOJI
    if dice.chance(0.05):
        text += " https://example.com/" + "".join(
            dice.pick("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(8)
        )
    if dice.chance(0.75 if name == "cyberbullying" else 0.35):
        text = " ".join([MENTION] * (1 + dice.below(2))) + " " + text
    elif dice.chance(0.06):
        text = f"RT {MENTION}: {text}"
    return text


def block(dice, words, n_rows, shares, drifted, seen):
    """Rows (text, class) of one period in random order, none of them in `seen`, which they join."""
    names = []
    for name, share in zip(CLASSES, shares):
        names += [name] * round(n_rows * share)
    names = (names + [CLASSES[0]] * n_rows)[:n_rows]
    rows = []
    for name in names:
        text = tweet(dice, words, name, drifted)
        while text in seen:
            text = tweet(dice, words, name, drifted)
        seen.add(text)
        if dice.chance(MISLABELLED):
            name = dice.pick([other for other in CLASSES if other != name])
        rows.append((text, name))
    dice.shuffle(rows)
    return rows


def demo(words):
    """The training rows and the test rows."""
    dice = Dice(SEED)
    seen = {text for text, _ in words.ODD}
    train = block(dice, words, 1178, USUAL, drifted=False, seen=seen)
    for text, name in [train[dice.below(len(train))] for _ in range(12)]:
        train.insert(dice.below(len(train)), (text, name))
    twice = train[dice.below(len(train))]
    train.insert(dice.below(len(train)), twice)
    train.insert(dice.below(len(train)), (twice[0], CLASSES[(CLASSES.index(twice[1]) + 1) % 3]))
    for row in words.ODD:
        train.insert(dice.below(len(train)), row)

    before = block(dice, words, 147, USUAL, drifted=False, seen=seen)
    for _ in range(3):
        before.insert(dice.below(len(before)), train[dice.below(len(train))])
    return train, before + block(dice, words, 150, AFTER_DRIFT, drifted=True, seen=seen)


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "www" / "demo"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    for folder, words in [(folder, phrases), (folder / "en", phrases_en)]:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in zip(["train", "test"], demo(words)):
            texts = "".join(text + "\n" for text, _ in rows)
            tags = "".join(f"{CLASSES.index(label)}\n" for _, label in rows)
            (folder / f"{name}_text.txt").write_bytes(texts.encode("utf-8"))
            (folder / f"{name}_tags.txt").write_bytes(tags.encode("utf-8"))


if __name__ == "__main__":
    main()
