"""What a shipped model thinks of real sentences: a teacher's opinions for a smaller network.

A small network learns more from a large one's probabilities than from codes alone (Hinton et
al. 2015): they also say how near a sentence is to the other classes. The sentences are those
that a recipe would train on; those of held-back documents are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from joblib import Parallel, delayed

from pipeline.config import StanceSection
from pipeline.records import STANCES
from pipeline.registry import Assets
from pipeline.stance import encoder
from pipeline.stance.examples import Example
from pipeline.stance.lessons import opinion, real_sentences
from pipeline.stance.recipe import read_recipe
from pipeline.stance.target import load_target

#: Sentences that a worker judges at a time.
_PORTION = 100


def teach(
    assets: Assets, output: Path, *, recipe: Path | None, real: Sequence[Path], workers: int = 1
) -> int:
    """Write ``output``, a line for each real sentence of ``recipe``: its id and probabilities.

    Each sentence is judged by itself, without what its speaker says elsewhere (``standing``),
    since that is how the small network will read it.

    Args:
        assets: the models folder, whose encoder is the teacher.
        output: JSON Lines of ``{"id", "stances": [5 numbers in the order of STANCES]}``.
        recipe: which of the sentences are trained on; a ``Recipe``'s defaults when None.
        real: files in the gold format; of the codes only ``unrelated`` is looked at, where the
            recipe takes a share of those.
        workers: processes.

    Returns:
        The number of lines.

    Raises:
        PipelineError: G001 naming the file and line that is not understood.
    """
    examples, _ = real_sentences(real, read_recipe(recipe))
    portions = [examples[i : i + _PORTION] for i in range(0, len(examples), _PORTION)]
    with output.open("w", encoding="utf-8") as file:
        for lines in Parallel(n_jobs=workers, return_as="generator")(
            delayed(_opinions)(assets, portion) for portion in portions
        ):
            file.writelines(lines)
    return len(examples)


def _opinions(assets: Assets, examples: Sequence[Example]) -> list[str]:
    alone = StanceSection(standing=False)
    judge = encoder.load(load_target(assets, "scaling").proposition, alone, assets)
    said = judge.judge([example.item for example in examples])
    return [
        opinion(example.id, [judgement.stances[stance] for stance in STANCES])
        for example, judgement in zip(examples, said, strict=True)
    ]
