"""Samples out to coding tools and their codes back: Label Studio, doccano and CSV.

Coders see the sentence, the words around it and who speaks; never the stratum or the weight,
which would tell what the model thinks, and its label only when asked for. A row that comes back
wrong costs that row: it is named in ``Imported.problems`` and the others are read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import PipelineError, no_formula
from pipeline.gold.answers import Answer, doccano_answers, label_studio_answers, table_answers
from pipeline.gold.sample import Drawn, read_lines
from pipeline.records import CODES
from pipeline.stance.examples import as_json_lines, code_of

Format = Literal["labelstudio", "doccano", "csv"]

_SHOWN = ("speaker", "holder", "before", "text", "after")

_READERS: dict[Format, Callable[[Path], list[Answer]]] = {
    "labelstudio": label_studio_answers,
    "doccano": doccano_answers,
    "csv": table_answers,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One statement as one coder codes it: a row of the gold table."""

    id: str
    coder: str
    stance: str
    voice: str
    dimension: str
    weight: float
    stratum: str
    stratum_size: int
    unit: str
    frame: int


@dataclass(slots=True, kw_only=True)
class Imported:
    """What came back from a coding tool."""

    rows: list[Coding] = field(default_factory=list)  # in order of statement and coder
    problems: list[PipelineError] = field(default_factory=list)  # G003, one a bad row
    uncoded: int = 0  # statements of the sample that nobody coded


def write(sample: Sequence[Drawn], format_: Format, *, show_predicted: bool = False) -> str:
    """The sample as a file for the coding tool.

    Args:
        sample: what to code.
        format_: of the tool.
        show_predicted: whether coders see the model's stance. It anchors them: only for
            checking a model, never for correcting its figures.
    """
    writers: dict[Format, Callable[[Sequence[Drawn], bool], str]] = {
        "labelstudio": _label_studio,
        "doccano": _doccano,
        "csv": _csv,
    }
    return writers[format_](sample, show_predicted)


def label_studio_interface() -> str:
    """The labelling interface to paste into a Label Studio project."""
    choices = "".join(
        f'  <Choices name="{name}" toName="text" choice="single" showInline="true"'
        f' required="{"false" if name == "dimension" else "true"}">\n'
        + "".join(f'    <Choice value="{code}"/>\n' for code in codes)
        + "  </Choices>\n"
        for name, codes in CODES.items()
    )
    shown = "".join(f'  <Text name="{name}" value="${name}"/>\n' for name in _SHOWN)
    return f"<View>\n{shown}{choices}</View>\n"


def read_back(path: Path, format_: Format, sample: Sequence[Drawn], *, coder: str = "") -> Imported:
    """The codes in an export of a coding tool, joined to the sample's weights.

    Args:
        path: the exported file.
        format_: of the tool that wrote it.
        sample: the statements that were sent out.
        coder: who coded; "" takes the name in each row, else that of the file.

    Raises:
        PipelineError: G001 when the file as a whole is not understood.
    """
    known = {row.id: row for row in sample}
    found: dict[tuple[str, str], Coding] = {}
    clashing: set[tuple[str, str]] = set()
    imported = Imported()
    for answer in _READERS[format_](path):
        try:
            coding = _coding(answer, known, coder or answer.coder or path.stem)
        except PipelineError as error:
            imported.problems.append(error)
            continue
        if coding is None:
            continue
        key = (coding.id, coding.coder)
        if found.setdefault(key, coding) != coding:
            clashing.add(key)
            imported.problems.append(_bad(answer, f"{coding.coder} coded {coding.id} unlike"))
    imported.rows = [found[key] for key in sorted(found.keys() - clashing)]
    imported.uncoded = len(known.keys() - {row.id for row in imported.rows})
    return imported


def merge(parts: Sequence[Imported], sample: Sequence[Drawn]) -> Imported:
    """Several exports as one; what one coder sent twice alike counts once.

    A statement that one coder coded unlike in two files stays out, with a problem.
    """
    whole = Imported(problems=[problem for part in parts for problem in part.problems])
    found: dict[tuple[str, str], set[Coding]] = {}
    for part in parts:
        for row in part.rows:
            found.setdefault((row.id, row.coder), set()).add(row)
    for (identifier, coder), rows in sorted(found.items()):
        if len(rows) == 1:
            whole.rows.extend(rows)
        else:
            said = f"{coder} coded {identifier} unlike in two files"
            whole.problems.append(PipelineError("G003", said))
    whole.uncoded = len({row.id for row in sample} - {row.id for row in whole.rows})
    return whole


def write_gold(path: Path, rows: Iterable[Coding]) -> None:
    """The gold table: one JSON object a line, one line a statement and coder."""
    lines = (
        json.dumps({name: getattr(row, name) for name in Coding.__slots__}) + "\n" for row in rows
    )
    path.write_text("".join(lines), encoding="utf-8")


def read_gold(path: Path) -> list[Coding]:
    """What ``write_gold`` wrote; several coders' tables may be joined end to end.

    Raises:
        PipelineError: G001 naming the line that is not understood.
    """
    kinds = {"weight": "float", "stratum_size": "int", "frame": "int"}
    names = Coding.__slots__
    rows = read_lines(path, {name: kinds.get(name, "str") for name in names})
    return [Coding(**{name: row[name] for name in names}) for row in rows]


def _coding(answer: Answer, known: dict[str, Drawn], coder: str) -> Coding | None:
    """The row of the gold table; None when it was left blank."""
    if answer.fault:
        raise _bad(answer, answer.fault)
    drawn = known.get(answer.id)
    if drawn is None:
        raise _bad(answer, f"{answer.id!r} is no statement of the sample")
    if not any(answer.codes.values()):
        return None
    codes = {name: _code(answer, name) for name in CODES}
    return Coding(
        id=drawn.id,
        coder=coder,
        **codes,
        weight=drawn.weight,
        stratum=drawn.stratum,
        stratum_size=drawn.stratum_size,
        unit=drawn.unit,
        frame=drawn.frame,
    )


def _code(answer: Answer, name: str) -> str:
    value = answer.codes.get(name, "")
    if not value and name == "dimension":
        return "-"
    if not value:
        raise _bad(answer, f"{name} is missing", f"known: {', '.join(CODES[name])}")
    return code_of(value, name, answer.place, error="G003")


def _bad(answer: Answer, message: str, remedy: str = "") -> PipelineError:
    return PipelineError("G003", message, place=answer.place, remedy=remedy)


def _shown(row: Drawn) -> dict[str, str]:
    return {name: getattr(row, name) for name in _SHOWN}


def _label_studio(sample: Sequence[Drawn], show_predicted: bool) -> str:
    tasks: list[dict[str, Any]] = []
    for row in sample:
        task: dict[str, Any] = {"data": {"statement_id": row.id, **_shown(row)}}
        if show_predicted:
            choice = {"choices": [row.predicted]}
            result = {"from_name": "stance", "to_name": "text", "type": "choices", "value": choice}
            task["predictions"] = [{"model_version": "run", "result": [result]}]
        tasks.append(task)
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _doccano(sample: Sequence[Drawn], show_predicted: bool) -> str:
    """Text classification; labels are written ``stance:favor``, ``voice:own`` and so on."""
    lines = []
    for row in sample:
        head = f"[{row.speaker}] " if row.speaker else ""
        asked = f"\n\nHolder: {row.holder}" if row.holder else ""
        text = f"{head}{row.before}\n\n>>> {row.text} <<<\n\n{row.after}{asked}"
        label = [f"stance:{row.predicted}"] if show_predicted else []
        lines.append({"text": text, "label": label, "statement_id": row.id})
    return as_json_lines(lines)


def _csv(sample: Sequence[Drawn], show_predicted: bool) -> str:
    extra = ["predicted"] if show_predicted else []
    sink = io.StringIO()
    writer = csv.DictWriter(
        sink, ["statement_id", *_SHOWN, *extra, *CODES, "coder"], lineterminator="\n"
    )
    writer.writeheader()
    for row in sample:
        shown = {name: no_formula(value) for name, value in _shown(row).items()}
        predicted = {"predicted": row.predicted} if show_predicted else {}
        writer.writerow({"statement_id": row.id, **shown, **predicted})
    return sink.getvalue()
