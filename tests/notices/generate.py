"""Writes www/notices.txt: what the licences of others ask to be passed on with the page, the program and the archives.

    python tests/notices/generate.py            # rewrites the file, after a change of Cargo.lock
    python tests/notices/generate.py --check    # fails if it differs

The standard library and cargo are enough. The texts are those that each crate ships, so `cargo fetch` has to have run. Where a
crate may be had under several licences, it is taken under MIT; texts that are equal but for their copyright lines stand once.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[2]
NOTICES = ROOT / "www/notices.txt"
SPACY = ROOT / "src/pipeline/clean/lists/LICENSE-spaCy"

HEAD = """\
Dryf and what it is made of
===========================

Dryf is licensed under MIT or Apache-2.0, at your choice. This file holds Dryf's own licence and those of others whose work is
part of the page, of the program or of the archives that they write: spaCy's word lists, Rust's standard library, and the
crates that are named below, each with its version and its licence (SPDX).
"""
RUST = "Rust's standard library"
BEGINS = ("license", "licence", "copying", "unlicense", "notice", "copyright")
GRANT = "Permission is hereby granted, free of charge, to any person obtaining a copy"


def packages():
    """Every crate of Cargo.lock that is not ours, in order."""
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1"]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return sorted((p for p in found["packages"] if p["source"]), key=lambda p: (p["name"], p["version"]))


def texts(package):
    """The licence texts that a crate ships and that are needed."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(f for f in folder.iterdir() if f.is_file() and f.name.lower().startswith(BEGINS))
    found = [plain(f.read_text(encoding="utf-8", errors="replace")) for f in files]
    expression = package["license"] or ""
    if " OR " in expression or "/" in expression:
        unicode = [text for text in found if "UNICODE LICENSE" in text.upper()]
        mit = [text for text in found if GRANT in " ".join(text.split()) and text not in unicode]
        if mit:
            found = mit[:1] + unicode
    return found


def plain(text):
    """Without tabs, form feeds and whatever else a terminal might take for more than text."""
    return "".join(c for c in text.expandtabs(4).replace("\r", "") if c == "\n" or c.isprintable())


def parted(text):
    """The copyright lines of a text of MIT's kind, and the text without them; any other text as it is."""
    lines = [line.rstrip() for line in text.split("\n")]
    at = next((n for n, line in enumerate(lines) if line.strip().startswith("Permission is hereby granted, free")), None)
    if at is None or "UNICODE LICENSE" in text.upper():
        return [], "\n".join(lines).strip("\n")
    is_notice = re.compile(r"copyright|\(c\)|©", re.IGNORECASE)
    notices = [line.strip() for line in lines[:at] if is_notice.search(line)]
    return notices, "\n".join(lines[at:]).strip("\n")


def rule(title):
    return f"\n{title}\n{'-' * len(title)}\n"


def made():
    every = packages()
    groups = collections.OrderedDict()  # text without white space -> (text, [(name, copyright lines)])

    def add(name, notices, body):
        key = " ".join(body.split()).lower()
        groups.setdefault(key, (body, []))[1].append((name, notices))

    mit_notices, mit_body = parted((ROOT / "LICENSE-MIT").read_text(encoding="utf-8"))
    add("Dryf", mit_notices, mit_body)
    spacy_notices, spacy_body = parted(SPACY.read_text(encoding="utf-8"))
    add("spaCy's lists of words and signs", spacy_notices, spacy_body)
    add(RUST, ["Copyright (c) The Rust Project Contributors"], mit_body)
    for package in every:
        name = f"{package['name']} {package['version']}"
        found = texts(package)
        for text in found:
            add(name, *parted(text))
        if not found:
            # It ships no text: its authors, under the licence that it states.
            assert re.search(r"\bMIT\b", package["license"] or ""), package["license"]
            by = ", ".join(re.sub(r" <.*?>", "", author) for author in package["authors"])
            add(name, [f"Copyright (c) {by or 'the authors of ' + package['name']}"], mit_body)
    out = [HEAD, rule("Crates")]
    out += [f"{p['name']} {p['version']}: {p['license']}\n" for p in every]
    for number, (body, of) in enumerate(groups.values(), start=1):
        out.append(rule(f"Text {number}, of {len(of)}"))
        for name, notices in of:
            out.append(f"{name}\n" + "".join(f"    {notice}\n" for notice in dict.fromkeys(notices)))
        out.append(f"\n{body}\n")
    return "".join(out)


def main():
    text = made()
    if "--check" in sys.argv[1:]:
        if NOTICES.read_text(encoding="utf-8") != text:
            sys.exit("www/notices.txt is not what Cargo.lock asks for; run python tests/notices/generate.py")
        return
    NOTICES.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
