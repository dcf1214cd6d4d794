"""An answer as safe HTML: Markdown without raw HTML, and citations that open their passage in place."""

import re
from functools import cache
from html import escape

from markdown_it import MarkdownIt

from assistant.conversation import Answer, Citation

_CITATION = re.compile(r"\[(\d+)\]")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["image", "html_inline"])


def answer_html(answer: Answer) -> str:
    """The answer's text and sources. All text is escaped by the renderer or here."""
    known = {citation.n: citation for citation in answer.citations}

    def button(match: re.Match[str]) -> str:
        citation = known.get(int(match[1]))
        if citation is None:
            return match.group()
        label = escape(f"Source {citation.n}: {citation.title}", quote=True)
        return (
            f'<button type="button" class="cite" data-part="citation" data-n="{citation.n}" aria-expanded="false" '
            f'aria-label="{label}">{citation.n}</button>'
        )

    body = _CITATION.sub(button, _markdown().render(answer.answer))
    body = body.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    return body + "".join(_passage(citation) for citation in answer.citations)


def _passage(citation: Citation) -> str:
    quote = f"<blockquote>{_paragraphs(citation.quote)}</blockquote>" if citation.quote else ""
    where = escape(citation.location or citation.ref)
    return (
        f'<aside class="passage" data-part="passage" data-n="{citation.n}" hidden>'
        f"<p><strong>{citation.n} · {escape(citation.title)}</strong></p>{quote}"
        f'<p class="quiet">{where}</p></aside>'
    )


def _paragraphs(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines() if line.strip())
