"""What two runs were made with: settings, program, models and libraries that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.run.stages import STAGES, Stage

#: What stands where one of the runs has nothing under that name.
ABSENT = "not recorded"
#: Settings whose values are nobody's business.
_HIDDEN = frozenset({"discourse.salt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that the runs were made with and that is not the same."""

    kind: str  # program, setting, model, library or code
    name: str  # trends.period, stance, spacy, or the name of a stage
    before: str
    after: str

    def __str__(self) -> str:
        if self.kind == "setting":
            return f"{self.name}: {self.before} -> {self.after}"
        if self.kind in ("model", "code"):
            return f"{'models/' if self.kind == 'model' else 'code of '}{self.name}"
        return f"{self.name} {self.before} -> {self.after}"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between two manifests, by kind and name; clocks and speeds left out."""
    found: list[Difference] = []
    for kind, one, other in (
        ("program", _program(before), _program(after)),
        ("setting", dict(_flat(before["settings"])), dict(_flat(after["settings"]))),
        ("model", before["models"], after["models"]),
        ("library", before["libraries"], after["libraries"]),
        ("code", before.get("code", {}), after.get("code", {})),
    ):
        if kind == "code" and not (one and other):
            continue  # older runs did not record it: silence is no difference
        found.extend(_unlike(kind, one, other))
    return tuple(found)


def reasons(names: Sequence[str], found: Sequence[Difference], *, recorded: bool) -> str:
    """What can have changed the output of the stages ``names`` on one and the same text.

    Args:
        names: stages, the one that writes the label first, then those it rests on; the
            first that has a reason gives it.
        found: what differs.
        recorded: whether both runs recorded the code of their stages.
    """
    stages = {stage.name: stage for stage in STAGES}
    for name in names:
        known = [str(one) for one in found if _touches(one, stages[name])]
        if known:
            return " or ".join(known) if len(known) < 4 else f"{len(known)} differences at {name}"
    return (
        "nothing recorded explains it"
        if recorded
        else "the code, which one of the runs did not record"
    )


def _touches(one: Difference, stage: Stage) -> bool:
    if one.kind == "setting":
        return one.name.partition(".")[0] == stage.section
    if one.kind == "model":
        return any(
            name.partition("/")[0] == one.name for name in (*stage.models, *stage.chosen_from)
        )
    if one.kind == "library":
        return one.name in stage.libraries
    return one.kind == "program" or one.name == stage.name


def _program(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {"scaling-discourse": manifest["version"]}


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _unlike(kind: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Difference]:
    for name in sorted({*one, *other}):
        before, after = one.get(name, ABSENT), other.get(name, ABSENT)
        if before != after:
            hidden = name in _HIDDEN
            yield Difference(
                kind=kind,
                name=name,
                before="(hidden)" if hidden else _said(kind, before),
                after="(hidden, another)" if hidden else _said(kind, after),
            )


def _said(kind: str, value: Any) -> str:
    if isinstance(value, list):
        return "+".join(str(part) for part in value) or "none"
    text = str(value)
    return text[:12] if kind in ("model", "code") and text != ABSENT else text or '""'
