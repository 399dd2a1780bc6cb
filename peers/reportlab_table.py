"""The table by reportlab: TABLE.json FONT.ttf OUT.pdf RUNS; prints one `name value` a line.

Texts are broken into lines by the widths of their letters beforehand, which it does faster than with a paragraph in each cell.
"""

import json
import sys
import time

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate

FONT = "table"


def points(milli):
    return milli / 1000


def broken(table, texts, size):
    inner = [points(column["width"] - 2 * table["padding_x"]) for column in table["columns"]]
    return ["\n".join(simpleSplit(text, FONT, size, width)) for text, width in zip(texts, inner)]


def made(table, out):
    page = table["page"]
    size, head_size = points(table["size"]), points(table["head_size"])
    leading = table["line_height_percent"] / 100
    rows = [broken(table, [column["title"] for column in table["columns"]], head_size)]
    rows += [broken(table, row, size) for row in table["rows"]]
    sides = {"left": "LEFT", "centre": "CENTER", "right": "RIGHT"}
    style = [
        ("FONT", (0, 0), (-1, -1), FONT, size, size * leading),
        ("FONT", (0, 0), (-1, 0), FONT, head_size, head_size * leading),
        ("GRID", (0, 0), (-1, -1), points(table["rule"]), "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), points(table["padding_x"])),
        ("RIGHTPADDING", (0, 0), (-1, -1), points(table["padding_x"])),
        ("TOPPADDING", (0, 0), (-1, -1), points(table["padding_y"])),
        ("BOTTOMPADDING", (0, 0), (-1, -1), points(table["padding_y"])),
    ]
    for at, column in enumerate(table["columns"]):
        style.append(("ALIGN", (at, 0), (at, -1), sides[column["align"]]))
    flowing = LongTable(rows, colWidths=[points(column["width"]) for column in table["columns"]], repeatRows=1)
    flowing.setStyle(style)
    width, height = points(page["width"]), points(page["height"])
    left, bottom = points(page["left"]), points(page["bottom"])
    body = (width - left - points(page["right"]), height - bottom - points(page["top"]))
    frame = Frame(left, bottom, *body, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def number(canvas, document):
        canvas.setFont(FONT, 7.5)
        canvas.drawString(left, bottom - 10, str(document.page))

    document = BaseDocTemplate(out, pagesize=(width, height))
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=number))
    document.build([flowing])


def main():
    source, font, out, runs = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        table = json.load(file)
    pdfmetrics.registerFont(TTFont(FONT, font))
    took = []
    for _ in range(int(runs)):
        since = time.perf_counter_ns()
        made(table, out)
        took.append((time.perf_counter_ns() - since) // 1000)
    tell(took, out)


def tell(took, out):
    print("first_us", took[0])
    took.sort()
    print("median_us", took[len(took) // 2])
    print("slowest_us", took[-1])
    with open(out, "rb") as file:
        print("bytes", len(file.read()))
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                print("peak_kib", line.split()[1])


if __name__ == "__main__":
    main()
