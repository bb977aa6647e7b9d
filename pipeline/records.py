"""The records every stage speaks: read this page first.

A ``Document`` is never edited. Everything that is said about it points at
characters: offsets count Unicode code points of ``Document.text``, whose SHA-256 is
kept, and are half-open, ``[start, end)``. Ids are content hashes, so they are the
same on every machine and in every file order.

    Document ── Segment ─┬─ Candidate      a sentence that may speak of the target
                         ├─ Mention        a person, organisation, model or event
                         ├─ Quote          source, cue and content of reported speech
                         └─ Statement ──── TopicShare ── Topic
    Person, PersonPeriod, Trend, Change    what the statements add up to
    TopicBranch, TopicQuality              how topics join, and how good they are
    Intake, Dropped                        what came in, and what was left out and why

Dates are partial ISO strings (``2023``, ``2023-04``, ``2023-04-11``) with a
``date_precision``, so that no month or day is ever invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.spans import Span

DocumentKind = Literal["essay", "thread", "transcript"]
DatePrecision = Literal["day", "month", "year", "none"]
SegmentRole = Literal["title", "heading", "body", "blockquote", "comment", "turn"]
MentionKind = Literal["person", "organisation", "model", "event"]
QuoteForm = Literal["direct", "indirect", "mixed"]
Stance = Literal["favor", "against", "mixed", "neutral", "unrelated"]
Voice = Literal["own", "endorsed", "reported", "rejected", "question", "-"]
Dimension = Literal["returns", "sufficiency", "paradigm", "limits", "worth", "-"]
HolderKind = Literal["self", "person", "organisation", "group", "unresolved", "-"]
PersonKind = Literal["public", "author", "speaker", "commenter", "organisation", "group"]

STANCES: tuple[Stance, ...] = get_args(Stance)
VOICES: tuple[Voice, ...] = get_args(Voice)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
#: What is coded of a sentence, and the codes of each.
CODES: dict[str, tuple[str, ...]] = {
    "stance": STANCES,
    "voice": VOICES,
    "dimension": DIMENSIONS,
}
SIDED: frozenset[Stance] = frozenset({"favor", "against", "mixed"})
OPPOSITE: dict[Stance, Stance] = {"favor": "against", "against": "favor"}
OF_OTHERS: tuple[Voice, ...] = ("endorsed", "reported", "rejected")  # somebody else's view, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of a corpus, as found on disk before anything is read."""

    id: str
    corpus: str
    path: str  # POSIX style, relative to the corpus folder
    location: str  # where to open it on this machine; never part of a key or a table
    size: int  # bytes
    sha256: str  # of the bytes; "" when the file was not opened
    settings: str = ""  # what corpus.toml says of this file, as JSON; "" = all defaults
    date: str = ""  # what dates.csv says of this file, as written
    refusal: str = ""  # "CODE reason" for a file that must not be read, else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one file gave: ``records = documents + duplicates + skipped + quarantined``."""

    id: str
    corpus: str
    path: str
    reader: str
    size: int
    sha256: str
    records: int
    documents: int
    duplicates: int
    skipped: int
    quarantined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An essay, a comment thread or a transcript; immutable text with its provenance."""

    id: str
    corpus: str
    path: str
    part: str  # row, thread or entry inside the file; "" when the file is the document
    kind: DocumentKind
    title: str
    text: str
    date: str  # partial ISO 8601, "" when unknown
    date_precision: DatePrecision
    date_source: str  # front-matter, byline, column:NAME, file-name, dates.csv, corpus.toml or ""
    author: str
    venue: str
    url: str
    licence: str
    sha256: str  # of ``text``
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a document in one voice: a body part, heading, quote, comment or turn."""

    id: str
    document_id: str
    start: int
    end: int
    role: SegmentRole
    speaker: str  # as written: author, commenter's handle or turn label; "" when unknown
    reply_to: str  # id of the segment answered, "" when none
    date: str
    date_precision: DatePrecision
    confidence: float  # of the boundary that cut it out, 0..1

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that the screen let through, with the screen's score (0..1)."""

    id: str
    document_id: str
    segment_id: str
    start: int
    end: int
    target: str  # what the screen looked for: name of a file in models/targets
    score: float

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in the text; ``entity_id`` is "" when it is honestly not linked."""

    id: str
    document_id: str
    segment_id: str
    start: int
    end: int
    kind: MentionKind
    entity_id: str  # person:…, org:…, model:…, event:… or ""
    name: str  # as written
    method: str  # registry | document | ner


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Reported speech: who (source), how (cue), what (content). Empty spans are (-1, -1)."""

    id: str
    document_id: str
    segment_id: str
    source_start: int
    source_end: int
    cue_start: int
    cue_end: int
    content_start: int
    content_end: int
    speaker_id: str  # entity id of the source, "" when not linked
    form: QuoteForm


#: Flag of the further statements of a sentence that several people are said to hold.
CO_HOLDER = "co-holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One holder's position in one sentence that speaks of a target.

    ``stance`` is the position of the *holder*, also where the author rejects it.
    """

    id: str
    document_id: str
    segment_id: str
    start: int
    end: int
    target: str
    holder_id: str  # entity id; "" when neutral without holder or unresolved
    holder_kind: HolderKind
    holder_name: str  # as written, or the speaker's name for ``self``
    voice: Voice
    dimension: Dimension
    stance: Stance
    score: float  # favor minus against, -1..1
    confidence: float  # probability of the chosen stance, 0..1
    sentiment: float  # VADER compound, -1..1; never used for stance
    flags: tuple[str, ...]  # why a label is not the plainest: docs/method-and-limits.md
    cues: tuple[str, ...]  # "kind:start-end" spans that decided: cue, holder, quote
    backend: str

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Whose words a segment is, as far as that is known; of segments that speak of a target."""

    id: str  # of the segment
    document_id: str
    holder_id: str  # entity id, "" for anonymous and unknown people
    holder_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic found in the statements; ``terms`` best first."""

    id: str
    label: str
    terms: tuple[str, ...]
    size: int  # statements assigned
    origin: str  # seed name, or "found"; "outlier" for the topic of the unassigned
    parent_id: str = ""  # the branch it joins first; "" for the only topic and for outliers
    height: float = 0.0  # of that branch
    representatives: tuple[str, ...] = ()  # ids of the statements nearest to its centre


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicBranch:
    """Where two topics, or two branches of them, join in the tree of topics."""

    id: str
    label: str  # the largest topic of either side
    terms: tuple[str, ...]  # of its topics in turn, the largest topic first
    parent_id: str  # the branch it joins next; "" for the root
    height: float  # mean of 1 - cosine over pairs of topics of either side, 0..2
    size: int  # statements of all its topics
    topics: tuple[str, ...]  # ids of all topics below, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicQuality:
    """One figure of how good the topics of a run are; see ``pipeline.topics.appraisal``."""

    measure: str  # topics, outlier_share, npmi, c_v, diversity, stability_seeds …
    value: float  # nan where there is nothing to measure
    n: int  # what it was measured on: statements, texts or topics, as ``method`` says
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShare:
    """How far a statement belongs to a topic; the weights of a statement sum to <= 1."""

    statement_id: str
    topic_id: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who holds or is named: public figure, author, speaker, commenter, organisation."""

    id: str
    name: str
    kind: PersonKind
    aliases: tuple[str, ...]
    affiliations: tuple[str, ...]
    n_statements: int  # held, any voice, any stance but unrelated
    n_own: int  # favor, against or mixed in own or endorsed voice
    n_attributed: int  # favor, against or mixed that somebody else reports of them
    balance: float  # (favor - against) / (favor + against) over both, shrunken; nan if none
    low: float
    high: float
    placed: str  # proponent, critic, side unclear, too few to place, or stance model too weak


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One measure of one group in one period, with its interval and its n."""

    measure: str  # share:favor … share:neutral, balance, sentiment
    group: str  # all, genre:…, corpus:…, topic:…, dimension:…, holder:…, topic-genre:TOPIC/GENRE
    period: str  # 2023-Q2, 2023, 2023-04 …
    n: int  # statements
    n_holders: int
    n_documents: int
    estimate: float
    low: float
    high: float
    method: str
    n_effective: float = float("nan")  # documents or holders, had all as much to say


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPeriod:
    """One holder in one period: counts of sided statements and their balance."""

    person_id: str
    period: str
    n: int
    favor: int
    against: int
    mixed: int
    balance: float  # nan when favor + against is 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Difference between two periods, whole or of one part (within, mix, interaction)."""

    measure: str  # balance, balance:neurips, slope:balance, person:ID, changepoint:… or event:ID
    component: str  # total, within, mix or interaction; none = no changepoint was found
    earlier: str
    later: str
    n: int
    estimate: float
    low: float
    high: float
    method: str
    n_earlier: int  # of n, sided statements of the earlier stretch
    n_later: int
    p: float = float("nan")  # of a changepoint, event's contrast or person; nan if not tested
    q: float = float("nan")  # p after Benjamini and Hochberg, over all events or all persons
    n_holders: int = 0  # whose change it is, 0 where documents are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Something that was left out, and why; nothing disappears silently."""

    id: str  # of the file, document, segment or row
    corpus: str
    path: str
    stage: str
    kind: Literal["duplicate", "skipped", "quarantined", "flagged"]
    code: str  # see ``scaling-discourse explain CODE``
    reason: str
    detail: str


Record = (
    Source
    | Intake
    | Document
    | Segment
    | Candidate
    | Mention
    | Quote
    | Statement
    | Teller
    | Topic
    | TopicBranch
    | TopicQuality
    | TopicShare
    | Person
    | Trend
    | PersonPeriod
    | Change
    | Dropped
)
