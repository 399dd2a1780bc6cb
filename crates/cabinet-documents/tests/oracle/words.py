"""Compares sums in words from standard input with those of the Python package num2words: `cargo xtask oracle`."""

import sys

from num2words import num2words

compared, wrong = 0, 0
for line in sys.stdin:
    minor, code, language, ours = line.rstrip("\n").split("\t")
    theirs = num2words(int(minor), lang=language, to="currency", currency=code, cents=False, separator="")
    theirs = " ".join(theirs.split())
    theirs = theirs[:1].upper() + theirs[1:]
    compared += 1
    if ours == theirs:
        continue
    wrong += 1
    if wrong <= 20:
        print(f"{minor} {code} {language}\n  ours:   {ours}\n  theirs: {theirs}")
print(f"{compared} sums compared, {wrong} differ")
sys.exit(1 if wrong or not compared else 0)
