"""Where a source and a content begin and end: what belongs to them, what the writer adds."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.discourse.acts import TOLD
from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.marks import Marked
from pipeline.discourse.nlp import Token
from pipeline.spans import Span

#: Of these a bare object is not what is said: "found a way", "video that shows the fire".
_BARE = ("find", "avoid", "see", "allow")
_SHOWING = ("show", "reveal", "document")
#: What a clause begins with that the writer hangs on a name or a thing.
_RELATIVE = ("which", "who", "whose", "where", "when")


def led_in(grammar: Grammar, cue: Token, spoken: Span) -> Span:
    """With the clause that leads into the marks: "said he would “sign it at once”"."""
    between = [t for t in grammar.parse.tokens if cue.i < t.i and t.end < spoken.start]
    words = [t for t in between if t.pos != "PUNCT"]
    if not words or between[-1].text in (",", ":") or cue.lemma in TOLD:
        return spoken
    leads = words[0].lower == "that" or words[0].dep in ("nsubj", "det", "poss", "compound", "dobj")
    own = grammar.parse.child(cue.i, *SUBJECTS)
    inverted = own is not None and own.i > cue.i
    return Span(words[0].start, spoken.end) if leads and not inverted else spoken


def goes_on(grammar: Grammar, cue: Token, content: Span) -> Span:
    """With what the parser hangs on the cue: "says it would cost a lot, but would help"."""
    if content.start < cue.start:
        return content
    about = _subject_in(grammar, content)
    for other in grammar.parse.children(cue.i):
        if other.dep != "conj" or grammar.parse.tokens[other.left].start < content.end:
            continue
        subject = grammar.parse.child(other.i, *SUBJECTS)
        if subject is None:
            more = any(c.tag == "MD" for c in grammar.parse.children(other.i))
        else:
            more = subject.pos == "PRON" and about is not None and subject.lower == about.lower
        if more:
            return Span(content.start, grammar.span(other.left, other.right).end)
    return _swallowed(grammar, cue, content)


def _swallowed(grammar: Grammar, cue: Token, content: Span) -> Span:
    """Where the parser took the content's verb for the main one: "said she felt the 13th | was"."""
    parse = grammar.parse
    if cue.tag == "VBG" and cue.dep not in ("advcl", "conj"):  # "those saying it works are many"
        return content
    for other in parse.children(cue.i):
        if other.dep == "ccomp" and other.i > cue.i and content.end <= other.start:
            return Span(content.start, grammar.span(cue.i + 1, other.right).end)
    last = parse.at(content.end - 1)
    if last is None or last.i + 1 >= len(parse.tokens):
        return content
    head, following = parse.head(cue), parse.tokens[last.i + 1]
    if cue.head == cue.i:  # the parser began another sentence here
        head = following
        while head.head != head.i:
            head = parse.head(head)
    apart = following.pos in ("PUNCT", "CCONJ") or head.i <= cue.i or head.start < content.end
    if apart or head.pos not in ("VERB", "AUX"):
        return content
    return Span(content.start, grammar.span(cue.i + 1, head.right).end)


def _subject_in(grammar: Grammar, content: Span) -> Token | None:
    """The first subject within ``content``."""
    inside = (t for t in grammar.parse.tokens if content.start <= t.start < content.end)
    return next((t for t in inside if t.dep in SUBJECTS), None)


def is_said(grammar: Grammar, cue: Token, content: Span) -> bool:
    """False for an object that is no content: "told the paper", "said enough", "found a way"."""
    tokens = [t for t in grammar.parse.tokens if content.start <= t.start < content.end]
    quoted = any(m.inner.overlap(content) for m in grammar.quotes)
    finite = any(t.pos in ("VERB", "AUX") for t in tokens)
    toward = bool(tokens) and tokens[0].pos == "ADP"  # "warned of the flood"
    if quoted or finite or toward:
        return True
    if cue.lemma in TOLD or cue.lemma in _BARE:
        return False
    shown = cue.lemma in _SHOWING and cue.dep == "relcl"
    return not shown and not (cue.lemma == "say" and len(tokens) == 1)


def ended(grammar: Grammar, content: Span) -> Span:
    """Without what the writer hangs on: "…, adding that …", "…, which was in June"."""
    tokens = grammar.parse.tokens
    quoted = [m.inner for m in grammar.quotes]
    for comma in tokens:
        if comma.text != "," or not content.start < comma.start < content.end:
            continue
        if any(inner.start <= comma.start < inner.end for inner in quoted):
            continue
        for token in tokens[comma.i + 1 : comma.i + 4]:
            hangs = (token.tag == "VBG" and token.dep == "advcl") or (
                token.lower in _RELATIVE and token.i == comma.i + 1
            )
            hangs = hangs or (token.dep == "appos" and grammar.parse.head(token).i < comma.i)
            clause = (
                token if token.tag == "VBG" or token.dep == "appos" else grammar.parse.head(token)
            )
            if hangs and tokens[clause.right - 1].end >= content.end:
                return Span(content.start, tokens[comma.i - 1].end)
    return content


def closed(content: Span, around: Sequence[Marked]) -> Span:
    """``content`` up to the end of a quotation that it ends in the middle of."""
    for mark in around:
        if content.start <= mark.outer.start < content.end < mark.inner.end:
            return Span(content.start, mark.inner.end)
    return content


def without_phrase(grammar: Grammar, cue: Token, report: Report) -> tuple[Span, ...]:
    """The sentence without its "according to …"."""
    parse = grammar.parse
    inside = [t for t in parse.tokens if report.source.start <= t.start < report.source.end]
    right = max((t.right for t in inside), default=cue.i + 1)
    behind = max((t.i for t in inside), default=cue.i) + 1
    if cue.i <= 1 and behind < len(parse.tokens) and parse.tokens[behind].text == ",":
        right = behind  # the parser may take the sentence for an apposition
    sides = grammar.span(0, cue.i), grammar.span(right, len(parse.tokens))
    return tuple(side for side in sides if side != NOWHERE)


def described(grammar: Grammar, report: Report) -> Span:
    """The source with its apposition and clauses: "Oya, who runs the institute"."""
    if report.head < 0:
        return report.source
    head = grammar.parse.tokens[report.head]
    whole = grammar.span(head.left, head.right)
    text = "".join(t.text for t in grammar.parse.tokens if whole.start <= t.start < whole.end)
    following = grammar.parse.at(whole.end)
    if text.count("(") > text.count(")") and following is not None and following.text == ")":
        whole = Span(whole.start, following.end)
    touches = whole == NOWHERE or whole.overlap(report.cue) or whole.overlap(report.content)
    return report.source if touches or not whole.holds(report.source) else whole
