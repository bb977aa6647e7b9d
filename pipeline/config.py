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

    shard_digits: Annotated[int, Field(ge=1, le=3)] = 1
    seed: Seed = 20260101


class ReadSection(Section):
    """Limits and thresholds of the readers."""

    max_file_mb: Annotated[int, Field(ge=1, le=4096)] = 200
    max_line_mb: Annotated[int, Field(ge=1, le=512)] = 16
    boundary_threshold: Annotated[float, Field(ge=0, le=1)] = 0.6
    encoding: str = ""  # "" = detect


class ScreenSection(Section):
    """Which sentences are worth parsing and judging."""

    target: str = "scaling"
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.5
    context_sentences: Annotated[int, Field(ge=0, le=5)] = 2


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

    backend: str = "auto"  # auto = encoder when its files are there, else baseline
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
    seed: Seed = 20260101
    min_statements: Annotated[int, Field(ge=5)] = 30  # fewer have no topics


class TrendsSection(Section):
    """Periods, counting and intervals."""

    period: PeriodUnit = "quarter"
    voice: Annotated[tuple[CountedVoice, ...], Field(min_length=1)] = ("own", "endorsed")
    unit: CountingUnit = "statement"
    min_n: Annotated[int, Field(ge=1)] = 5  # statements; a period with fewer has no figure
    resamples: Annotated[int, Field(ge=100, le=100_000)] = 1000
    level: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    min_person: Annotated[int, Field(ge=1)] = 3  # sided statements, to be placed
    min_f_avg: Annotated[float, Field(ge=0, le=1)] = 0.5  # of the stance model, to place anybody
    min_segment: Annotated[int, Field(ge=2)] = 3  # periods before, between and after changepoints
    permutations: Annotated[int, Field(ge=99, le=100_000)] = 999  # behind a changepoint's p
    event_days: Annotated[int, Field(ge=7, le=3660)] = 90  # compared before and after an event
    seed: Seed = 20260101


class ReportSection(Section):
    """The page."""

    title: str = "Is scale all you need? What the corpus says"
    evidence_per_mark: Annotated[int, Field(ge=1, le=200)] = 12
    seed: Seed = 20260101


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

    text: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    id: str = ""
    parent: str = ""
    thread: str = ""
    kind: str = ""


class Dates(Section):
    """Where dates come from and what to do with one that cannot be read."""

    from_file_name: bool = True
    default: str = ""
    order: Literal["", "day-first", "month-first"] = ""
    on_error: Literal["quarantine", "none"] = "quarantine"
    files: dict[str, str] = {}


class Paste(Section):
    """Help for essays that are followed by comments."""

    comments_from: dict[str, str] = {}


class CorpusSettings(Section):
    """``corpus.toml``: help for the readers where their guess is not enough."""

    title: str = ""
    description: str = ""
    kind: Literal["", "essay", "thread", "transcript"] = ""
    reader: str = ""
    author: str = ""
    venue: str = ""
    url: str = ""
    licence: str = ""
    encoding: str = ""
    exclude: tuple[str, ...] = ()
    speakers: dict[str, str] = {}
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
