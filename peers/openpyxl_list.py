"""A price list by openpyxl, in its mode for large workbooks: LIST.json OUT.xlsx RUNS; prints one `name value` a line."""

import json
import sys
import time

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from reportlab_table import tell


def made(sheet, out):
    book = Workbook(write_only=True)
    page = book.create_sheet("1")
    page.freeze_panes = "A2"
    bold = Font(bold=True)
    heads = [WriteOnlyCell(page, value=head) for head in sheet["heads"]]
    for head in heads:
        head.font = bold
    page.append(heads)
    for row in sheet["rows"]:
        page.append([value(cell) for cell in row])
    book.save(out)


def value(cell):
    if cell is None:
        return None
    return cell["text"] if "text" in cell else float(cell["number"])


def main():
    source, out, runs = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        sheet = json.load(file)
    took = []
    for _ in range(int(runs)):
        since = time.perf_counter_ns()
        made(sheet, out)
        took.append((time.perf_counter_ns() - since) // 1000)
    tell(took, out)


if __name__ == "__main__":
    main()
