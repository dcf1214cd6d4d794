"""What the Word documents share: type, tables and quiet lines."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_INK, _QUIET, _FILL, _HEAD = "1F2A37", "5B6776", "F3F5F8", "DCE3EC"


def _style(made: Any) -> None:
    """Set the document's type."""
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Sans", Pt(9.5)
    normal.paragraph_format.space_after = Pt(4)
    for name, size, before in (("Title", 20, 0), ("Heading 1", 12, 10)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold = "Liberation Sans", Pt(size), True
        style.font.color.rgb = RGBColor.from_string(_INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), "Liberation Sans")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    border = made.styles["Title"].element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        made.styles["Title"].element.get_or_add_pPr().remove(border)


def opened(title: str, footer: str, *, margin: float = 1.8) -> Any:
    """A document of upright A4 pages; `margin` is that above and below, in centimetres."""
    made: Any = Document()
    _style(made)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(margin)
    section.footer.paragraphs[0].text = footer
    made.core_properties.title = title
    made.core_properties.author = "Workforce Assistant"
    return made


def go_on_across(made: Any) -> None:
    """What follows stands on pages that lie across, for wide tables."""
    wide = made.add_section()
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = Cm(29.7), Cm(21)


def saved(made: Any) -> bytes:
    """The document's bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def quiet(made: Any, words: str) -> None:
    """A line in small, grey type."""
    run = made.add_paragraph().add_run(words)
    run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(_QUIET)


def table(
    made: Any, headings: list[str] | None, rows: list[list[str]], widths: list[float], *, bold_first: bool = False
) -> None:
    """A table with these columns' widths in centimetres; its headings are repeated on every page."""
    made_table = made.add_table(rows=0, cols=len(widths))
    made_table.alignment, made_table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made_table.columns, widths, strict=True):
        column.width = Cm(width)
    if headings is not None:
        _row(made_table, headings, widths, fill=_HEAD, bold=True, repeat=True)
    for n, row in enumerate(rows):
        _row(made_table, row, widths, fill=_FILL if n % 2 else None, bold_first=bold_first)
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(
    table: Any,
    cells: list[str],
    widths: list[float],
    *,
    fill: str | None,
    bold: bool = False,
    bold_first: bool = False,
    repeat: bool = False,
) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    whole = OxmlElement("w:cantSplit")
    properties.append(whole)
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))
    for n, (words, width) in enumerate(zip(cells, widths, strict=True)):
        cell = row.cells[n]
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(words)
        run.font.size = Pt(8.5)
        run.bold = bold or (bold_first and n == 0)
        if fill is not None:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), fill)
            cell._tc.get_or_add_tcPr().append(shade)
