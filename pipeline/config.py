"""The settings of a run: one section a stage, defaults that work, nearest-key errors.

``pipeline.toml`` beside ``corpora/`` overrides the defaults, ``--set a.b=c`` overrides
both. A stage sees its own section alone, and only its own section enters its cache key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError, nearest

PeriodUnit = Literal["month", "quarter", "half-year", "year", "neurips"]
CountingUnit = Literal["statement", "document", "holder"]
CountedVoice = Literal["own", "endorsed", "reported", "rejected", "question"]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
VariableName = Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,99})?$")]
#: Of the encoder's weights: bytes as they ship, or float32, whichever is faster here, by default.
Arithmetic = Literal["auto", "int8", "float32"]


#: The file of settings, which need not be there.
USUAL = "pipeline.toml"


class Section(BaseModel):
    """Base of all sections: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RunSection(Section):
    """How the work is cut up; nothing here changes a result."""

    shard_digits: Annotated[int, Field(ge=1, le=3)] = 1  # 1 = documents in 16 parts, 2 = in 256


class ReadSection(Section):
    """Limits and thresholds of the readers."""

    max_file_mb: Annotated[int, Field(ge=1, le=4096)] = 200  # a larger file is quarantined
    max_line_mb: Annotated[int, Field(ge=1, le=512)] = 16  # so is a longer line of JSON Lines
    # how sure the reader must be of where the comments of a pasted page begin; else it stays whole
    boundary_threshold: Annotated[float, Field(ge=0, le=1)] = 0.6
    encoding: str = ""  # "" = detect


class ScreenSection(Section):
    """Which sentences are worth parsing and judging."""

    target: str = "scaling"  # name of a file in models/targets
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.5  # lower lets more through, and costs more
    context_sentences: Annotated[int, Field(ge=0, le=5)] = 2  # on either side, whose words help


class DiscourseSection(Section):
    """People, quotations, holders and voices."""

    ner: bool = True  # also people whom the registry does not know
    pseudonymise: bool = False  # a code instead of the name of whoever comments or opens a thread
    salt: str = ""  # of those codes; whoever knows it can make them again


class LlmSection(Section):
    """An OpenAI-compatible endpoint for ``stance.backend = "llm"`` (docs/llm-backend.md)."""

    endpoint: str = "http://127.0.0.1:11434/v1"  # all that is judged is sent there
    model: str = ""  # as the endpoint names it
    key_env: VariableName = ""  # the environment variable that holds the key, never the key
    timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0  # seconds a call may take
    retries: Annotated[int, Field(ge=0, le=20)] = 5  # after 429, 5xx and time-outs
    concurrency: Annotated[int, Field(ge=1, le=64)] = 4  # calls at a time in each worker
    price_in: Annotated[float, Field(ge=0)] = 0.0  # of a million tokens sent
    price_out: Annotated[float, Field(ge=0)] = 0.0  # of a million tokens answered
    max_cost: Annotated[float, Field(ge=0)] = 1.0  # in the unit of the prices; 0 = no limit
    cache: str = ""  # folder of answers; "" = scaling-discourse/llm in the user's cache


class StanceSection(Section):
    """Who judges stance, and when it abstains."""

    # auto, encoder, student, baseline, llm or an installed one; auto = encoder when its files
    # are there, else baseline
    backend: str = "auto"
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0  # below it a side is called neutral
    context: bool = True  # read what stands around a sentence
    standing: bool = True  # what a speaker says elsewhere in the document counts a little
    arithmetic: Arithmetic = "auto"  # auto = the faster on this processor; float32 = alike on all
    llm: LlmSection = LlmSection()

    def asking(self, backend: str | None) -> StanceSection:
        """The same with another ``backend``; as it is where None is asked for."""
        return self if backend is None else self.model_copy(update={"backend": backend})


class TopicsSection(Section):
    """BERTopic over statement embeddings."""

    count: Literal["auto"] | Annotated[int, Field(ge=2, le=200)] = "auto"  # besides seed topics
    guided: bool = True  # around the seed topics of models/topics
    max_outliers: Annotated[float, Field(ge=0, le=1)] = 0.3  # share; more go to the nearest topic
    seed: Seed = 20260101  # of the clusters
    min_statements: Annotated[int, Field(ge=5)] = 30  # fewer have no topics


class TrendsSection(Section):
    """Periods, counting and intervals."""

    period: PeriodUnit = "quarter"  # neurips = from one conference to the next
    # voices whose statements count
    voice: Annotated[tuple[CountedVoice, ...], Field(min_length=1)] = ("own", "endorsed")
    unit: CountingUnit = "statement"  # what weighs 1: each statement, document or holder
    min_n: Annotated[int, Field(ge=1)] = 5  # statements; a period with fewer has no figure
    resamples: Annotated[int, Field(ge=100, le=100_000)] = 1000  # draws behind an interval
    level: Annotated[float, Field(gt=0.5, lt=1)] = 0.95  # of the intervals
    min_person: Annotated[int, Field(ge=1)] = 3  # statements for or against, to be placed
    min_f_avg: Annotated[float, Field(ge=0, le=1)] = 0.5  # of the stance model, to place anybody
    min_segment: Annotated[int, Field(ge=2)] = 3  # periods before, between and after changepoints
    permutations: Annotated[int, Field(ge=99, le=100_000)] = 999  # behind a changepoint's p
    event_days: Annotated[int, Field(ge=7, le=3660)] = 90  # compared before and after an event
    seed: Seed = 20260101  # of the draws


class ReportSection(Section):
    """The page."""

    title: str = "Is scale all you need? What the corpus says"  # at the head of the page
    evidence_per_mark: Annotated[int, Field(ge=1, le=200)] = 12  # sentences shown behind a mark


class Settings(Section):
    """All sections of pipeline.toml."""

    run: RunSection = RunSection()
    read: ReadSection = ReadSection()
    screen: ScreenSection = ScreenSection()
    discourse: DiscourseSection = DiscourseSection()
    stance: StanceSection = StanceSection()
    topics: TopicsSection = TopicsSection()
    trends: TrendsSection = TrendsSection()
    report: ReportSection = ReportSection()


class Columns(Section):
    """Which column of a table holds what; "" = guess by name."""

    text: str = ""  # name of the column; "" = guessed by name, here and below
    title: str = ""  # of the post or document
    author: str = ""  # who wrote the row
    date: str = ""  # of the row
    url: str = ""  # where it stood
    id: str = ""  # by which other rows name it
    parent: str = ""  # the id of what a row answers
    thread: str = ""  # what the rows of one discussion share
    kind: str = ""  # whose cells say post or comment


class Dates(Section):
    """Where dates come from and what to do with one that cannot be read."""

    from_file_name: bool = True  # read a date off the name of a file
    default: str = ""  # of what has no other date
    order: Literal["", "day-first", "month-first"] = ""  # of dates such as 03/04/2023
    on_error: Literal["quarantine", "none"] = "quarantine"  # none = the next source is asked
    files: dict[str, str] = {}  # name of a file = its date, which goes before all others


class Paste(Section):
    """Help for essays that are followed by comments."""

    comments_from: dict[str, str] = {}  # name of a file = words with which its comments begin


class CorpusSettings(Section):
    """``corpus.toml``: help for the readers where their guess is not enough."""

    title: str = ""  # of the corpus, on the page
    description: str = ""  # what it is, in a sentence at the head of the page
    kind: Literal["", "essay", "thread", "transcript"] = ""  # of its documents; "" = guessed
    reader: str = ""  # for all its files; "" = chosen by each file
    author: str = ""  # of documents that name none
    venue: str = ""  # where they appeared, when they do not say
    url: str = ""  # their address, when they do not say
    licence: str = ""  # theirs, when they do not say
    encoding: str = ""  # of its files; "" = detected
    exclude: tuple[str, ...] = ()  # patterns of files to leave out, such as drafts/*
    speakers: dict[str, str] = {}  # label in a transcript = name
    columns: Columns = Columns()
    dates: Dates = Dates()
    paste: Paste = Paste()


S = TypeVar("S", bound=Section)


def load_settings(path: Path | None = None, overrides: Sequence[str] = ()) -> Settings:
    """Defaults, then ``path``, then ``overrides`` such as ``"trends.period=year"``.

    Raises:
        ConfigError: C001 unknown key, C002 bad value, C003 unreadable file, or none of a name
            that is not the usual one.
    """
    if path is not None and path.name != USUAL and not path.exists():
        raise ConfigError("C003", f"there is no settings file {path.name}", place=str(path))
    table = read_toml(path) if path is not None and path.exists() else {}
    settings = validate(Settings, table, str(path))  # by itself, so that an error names its source
    if not overrides:
        return settings
    for override in overrides:
        _apply_override(table, override)
    return validate(Settings, table, "--set")


def load_corpus_settings(path: Path) -> CorpusSettings:
    """``corpus.toml`` at ``path``; all defaults when the file does not exist.

    Raises:
        ConfigError: C001 unknown key, C002 bad value, C003 unreadable file.
    """
    table = read_toml(path) if path.exists() else {}
    return validate(CorpusSettings, table, str(path))


def read_toml(path: Path) -> dict[str, Any]:
    """The parsed TOML file.

    Raises:
        ConfigError: C003 with the line TOML's parser names.
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise ConfigError("C003", f"cannot read {path.name}: {error}", place=str(path)) from None


def validate(kind: type[S], table: Mapping[str, Any], place: str) -> S:
    """``table`` as a section of type ``kind``, with errors that name the nearest key."""
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        raise _config_error(kind, error, place) from None


def _config_error(kind: type[Section], error: ValidationError, place: str) -> ConfigError:
    first = error.errors(include_url=False)[0]
    names = [str(part) for part in first["loc"]]
    key = ".".join(names)
    if first["type"] == "extra_forbidden":
        known = _keys_at(kind, names[:-1])
        close = nearest(names[-1], known)
        remedy = f"did you mean `{close}`?" if close else f"known keys: {', '.join(known)}"
        return ConfigError("C001", f"unknown key `{key}`", place=place, remedy=remedy)
    reason = str(first["msg"])
    return ConfigError("C002", f"`{key}` has a value that is not allowed: {reason}", place=place)


def _keys_at(kind: type[Section], names: Sequence[str]) -> list[str]:
    for name in names:
        field = kind.model_fields.get(name)
        inner = field.annotation if field else None
        if not (isinstance(inner, type) and issubclass(inner, Section)):
            return []
        kind = inner
    return list(kind.model_fields)


def _apply_override(table: dict[str, Any], override: str) -> None:
    key, equals, value = override.partition("=")
    section, dot, name = key.strip().partition(".")
    if not equals or not dot:
        raise ConfigError(
            "C002", f"cannot read --set {override!r}", remedy="write --set section.key=value"
        )
    *inside, last = name.split(".")
    inner = table
    for step in (section, *inside):
        inner = inner.setdefault(step, {})
        if not isinstance(inner, dict):
            raise ConfigError("C002", f"`{step}` is not a table", place="--set")
    inner[last] = _value(value.strip())


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
