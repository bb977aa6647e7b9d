"""``train pairs``: general for/against pairs that teach a network to read the proposition.

Three sets of other people whose licences let them train weights that ship: Perspectrum
(Chen et al. 2019, its train part), the arguments of IBM's key point analysis (Friedman
et al. 2021, train) and IBM's claim stances (Bar-Haim et al. 2017). Each pair is a
proposition with a text for or against it; half as many again are made by putting a text
beside the proposition of another topic, which it has nothing to do with.

What ``evaluate transfer`` measures on stays out: its dev parts, and every proposition
that speaks of one of its topics.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.gold.transfer import Pair, read_perspectives

#: Topics of the sets that ``evaluate transfer`` measures on (UKP, GWSD).
_MEASURED = re.compile(
    r"abort|clon(?:e|ing)|death penalt|capital punish|execut|\bguns?\b|firearm|marijuana|cannabis"
    r"|minimum wage|nuclear|uniform|climate|global warming|carbon|greenhouse",
    re.I,
)
_UNRELATED_SHARE = 0.5  # of the sided ones, beside another topic's proposition
_SEED = 11


def gather(folder: Path, most: int) -> list[Pair]:
    """At most ``most`` pairs of the sets below ``folder``, shuffled by a fixed seed.

    Args:
        folder: holds ``perspectrum``, ``ibm_kpa2021`` and ``ibm_claim`` as given out.
        most: number of pairs, the unrelated ones among them.

    Raises:
        PipelineError: G001 when a set is missing or not understood.
    """
    try:
        found = [
            *read_perspectives(folder / "perspectrum", part="train"),
            *_key_points(folder / "ibm_kpa2021" / "kpm_data" / "arguments_train.csv"),
            *_claims(folder / "ibm_claim" / "claim_stance_dataset_v1.csv"),
        ]
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise PipelineError("G001", f"no general pairs: {error}", place=str(folder)) from None
    unique = dict.fromkeys(p for p in found if not _MEASURED.search(p.proposition))
    chooser = random.Random(_SEED)  # noqa: S311  # a sample, no secret
    sided = list(unique)
    chooser.shuffle(sided)
    sided = sided[: round(most / (1 + _UNRELATED_SHARE))]
    unrelated = round(len(sided) * _UNRELATED_SHARE)
    pairs = [*sided, *_mismatched(sided, min(unrelated, most - len(sided)), chooser)]
    chooser.shuffle(pairs)
    return pairs


def write(pairs: Sequence[Pair], output: Path) -> None:
    """JSON Lines of id, proposition, text and stance, which ``train stance --pairs`` reads."""
    rows = (
        {"id": f"pair-{i:05d}", "proposition": p.proposition, "text": p.text, "stance": p.stance}
        for i, p in enumerate(pairs)
    )
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _mismatched(sided: Sequence[Pair], count: int, chooser: random.Random) -> Iterator[Pair]:
    if len({p.proposition for p in sided}) < 2:
        return
    for _ in range(count):
        one, other = chooser.choice(sided), chooser.choice(sided)
        while other.proposition == one.proposition:
            other = chooser.choice(sided)
        yield Pair(text=one.text, proposition=other.proposition, stance="unrelated")


def _key_points(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Pair(
                text=row["argument"].strip("` "),
                proposition=row["topic"],
                stance="favor" if row["stance"] == "1" else "against",
            )


def _claims(path: Path) -> Iterator[Pair]:
    """Each line of the file is wrapped in quotes and ends in semicolons."""
    lines = path.read_text(encoding="utf-8").splitlines()
    bare = (line.rstrip(";").removeprefix('"').removesuffix('"') for line in lines)
    plain = [line.replace('""', '"') for line in bare]
    for row in csv.DictReader(StringIO("\n".join(plain))):
        yield Pair(
            text=row["claims.claimCorrectedText"],
            proposition=row["topicText"].replace("This house believes that ", "").capitalize(),
            stance="favor" if row["claims.stance"] == "PRO" else "against",
        )
