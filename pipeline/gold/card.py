"""The model card and the datasheet of the stance model, made from what was measured.

After Mitchell et al. (2019), "Model Cards for Model Reporting", and Gebru et al. (2021),
"Datasheets for Datasets". ``make docs`` writes both; a test says when they are stale.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.gold.metrics import FEW_DOCUMENTS
from pipeline.registry import Assets
from pipeline.stance.examples import json_lines, read_examples

#: Title and file of each evaluation that ships, in the order of the card.
EVALUATIONS = (
    ("Real transcripts, documents never trained on (dev)", "stance/metrics.json"),
    (
        "Essays, threads and panels of our own, documents never trained on",
        "stance/metrics/check.json",
    ),
    ("Two pasted essays with comments", "stance/metrics/seeds.json"),
)
_HEADINGS = ("f_avg", "macro_f1", "relevance_f1", "accuracy")
_SIDES = ("favor", "against")


def card(assets: Assets) -> str:
    """The model card as Markdown."""
    settings = _read(assets, "stance/encoder/settings.json")
    parts = ["# Model card: stance encoder\n", _INTENDED, *_made(settings), "## Figures\n", _HOW]
    for title, name in EVALUATIONS:
        if assets.has(name):
            parts += [f"### {title}\n", *_figures(_read(assets, name))]
    parts += [*_transfer(assets), "## Robustness\n", *_robustness(assets)]
    parts += ["## Where it fails\n", *_failures(assets), _LIMITS]
    return "\n".join(parts)


def datasheet(assets: Assets) -> str:
    """The datasheet of the training sentences as Markdown."""
    found = _read(assets, "stance/metrics/data.json")
    parts = ["# Datasheet: the coded sentences\n", _WHY, "## Composition\n"]
    parts += [*_composition(found), *_pointers(assets), "## Checks\n", *_checks(found)]
    parts += _agreed(assets)
    return "\n".join([*parts, _COLLECTION])


def _made(settings: dict[str, Any]) -> Iterator[str]:
    loop, n = settings["training"], settings["sentences"]
    yield "## How it was made\n"
    yield (
        "Several trainings in a row, each from where the one before it ended "
        "(`models/stance/recipes`); the weights that ship are the mean of the last two and of "
        "those that both began with. The first of the two: "
        f"{n['own']:,} sentences of our own, {n['real']:,} coded real ones and {n['pairs']:,} "
        f"general pairs, epochs {loop['epochs']}, batch {loop['batch']}, rate {loop['rate']}. "
        f"Of {n['held_back']:,} real sentences of other documents a sample set the probabilities "
        f"(temperature {settings['temperature']}, log loss {settings['log_loss']}). "
        "[What else was tried](stance-model.md).\n"
    )


def _over(found: dict[str, Any]) -> str:
    """What the intervals of an evaluation are drawn over."""
    documents = found["documents"]
    inside = " and the sentences in them, too few to say much" if documents < FEW_DOCUMENTS else ""
    return f"{documents} documents; 95 % intervals over these{inside}"


def _figures(found: dict[str, Any]) -> Iterator[str]:
    yield f"n = {found['n']}, {_over(found)}.\n"
    yield "| | F_avg | macro-F1 | relevance F1 | accuracy | prevalence favor | against |"
    yield "|---|---|---|---|---|---|---|"
    for row in (found, *found["baselines"]):
        cells = [_cell(row[name]) for name in _HEADINGS]
        cells += [_cell(row["prevalence_error"][side], sign=True) for side in _SIDES]
        yield f"| {row['backend']} | {' | '.join(cells)} |"
    yield f"\n{_one_by_one(found)}"
    yield (
        f"Calibration error {found['calibration_error']:.3f}; its voice alone, without "
        f"the rules of a run, right in {_percent(found['voice_accuracy'])} of the sided, dimension "
        f"in {_percent(found['dimension_accuracy'])} of the related.\n"
    )
    if found.get("groups"):
        yield "| | n | F_avg | relevance F1 | accuracy |\n|---|---|---|---|---|"
        for name, row in found["groups"].items():
            cells = [f"{row[key]:.2f}" for key in ("f_avg", "relevance_f1", "accuracy")]
            yield f"| {name} | {row['n']} | {' | '.join(cells)} |"
        yield ""


def _one_by_one(found: dict[str, Any]) -> str:
    """How often a side is right when called, and found when there; what is left of it in shares."""
    said = " and ".join(
        f"{_percent(found['precision'][side]['value'])} of what it calls {side} are, "
        f"{_percent(found['recall'][side]['value'])} of what is {side} it finds"
        for side in _SIDES
    )
    shares = ", ".join(f"{side} {_cell(found['share_error'][side], sign=True)}" for side in _SIDES)
    return f"{said}. Shares among related sentences, as a run counts them, are off by: {shares}."


def _transfer(assets: Assets) -> Iterator[str]:
    """Other targets than the one that the weights were trained for."""
    name = "stance/metrics/transfer.json"
    if not assets.has(name):
        return
    yield "## Other targets\n"
    yield (
        "`scaling-discourse evaluate transfer`; UKP: arguments on eight topics, GWSD: global "
        "warming in the news: no training used these propositions. Perspectrum: for or against a "
        "claim (where the likelier side counts): other claims of that set were among the general "
        "pairs, so that it is no other kind of text.\n"
    )
    yield "| | n | | F_avg | accuracy |\n|---|---|---|---|---|"
    for kind, found in _read(assets, name).items():
        for row in (found, *found["baselines"]):
            cells = f"{_cell(row['f_avg'])} | {_cell(row['accuracy'])}"
            yield f"| {kind} | {row['n']:,} | {row['backend']} | {cells} |"
    yield ""


def _robustness(assets: Assets) -> Iterator[str]:
    name = "stance/metrics/robustness.json"
    if not assets.has(name):
        return
    found = _read(assets, name)
    yield "Share of stance labels that change (`scaling-discourse evaluate robustness`):\n"
    yield "| change | n | labels changed | side flipped |\n|---|---|---|---|"
    for change, row in found["perturbations"].items():
        yield f"| {change} | {row['n']} | {_cell(row['changed'])} | {_cell(row['flipped'])} |"
    yield "\nMinimal pairs (`models/stance/minimal_pairs.jsonl`), both members right:\n"
    for kind, row in found["pairs"].items():
        yield f"- {kind}: {_cell(row['pairs'])} of {row['n']} pairs"
    yield ""


def _failures(assets: Assets) -> Iterator[str]:
    """The surest errors on sentences that are ours, and so may be shown."""
    name = "stance/metrics/check.json"
    if not assets.has(name):
        return
    texts = {e.id: e for e in read_examples(assets.path("stance/check.jsonl"))}
    yield "The errors it is surest of, on the sentences that are ours:\n"
    for row in _read(assets, name).get("worst", []):
        item = texts[row["id"]].item
        yield (
            f"- coded **{row['gold']}**, called **{row['said']}** ({row['confidence']:.2f}): "
            f"{_quoted(item.text)}"
        )
    yield ""


def _composition(found: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{found['sentences']:,} sentences in {found['documents']:,} groups that splits must "
        "keep together.\n"
    )
    for field, codes in found["codes"].items():
        listed = ", ".join(f"{code} {n:,}" for code, n in codes.items())
        yield f"- **{field}**: {listed}"
    yield ""


def _pointers(assets: Assets) -> Iterator[str]:
    folder = assets.path("stance") / "real"
    codes: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl")):
        codes.update(row["stance"] for _, row in json_lines(path))
    listed = ", ".join(f"{code} {n:,}" for code, n in codes.most_common())
    yield (
        f"`models/stance/real` holds {codes.total():,} codes of real sentences ({listed}) as "
        "pointers without text: file, place, hash and codes. `scaling-discourse gold resolve` "
        "turns them into sentences for whoever has the texts.\n"
    )


def _checks(found: dict[str, Any]) -> Iterator[str]:
    copies = len(found["near_duplicates"])
    yield f"`scaling-discourse evaluate data`: {copies} near-duplicates.\n"
    yield "What form alone gives away (balanced accuracy of a classifier across documents):\n"
    for probe in found["probes"]:
        yield f"- {probe['name']}: {probe['balanced_accuracy']:.2f} (chance {probe['chance']:.2f})"
    yield ""


def _agreed(assets: Assets) -> Iterator[str]:
    """Krippendorff's alpha of what was coded twice."""
    name = "stance/metrics/agreement.json"
    if not assets.has(name):
        return
    yield (
        "A second, blind coding of a sample (`scaling-discourse evaluate agreement`), "
        "Krippendorff's alpha:\n"
    )
    yield "| | n | stance | voice | dimension |\n|---|---|---|---|---|"
    for part, fields in _read(assets, name).items():
        cells = " | ".join(_cell(fields[field]) for field in ("stance", "voice", "dimension"))
        yield f"| {part} | {fields['stance']['n']:,} | {cells} |"
    yield ""


def _read(assets: Assets, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assets.path(name).read_text(encoding="utf-8"))
    return found


def _cell(figure: dict[str, float], *, sign: bool = False) -> str:
    form = "{:+.2f}" if sign else "{:.2f}"
    value, low, high = (form.format(figure[key]) for key in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _quoted(text: str) -> str:
    """The sentence as Markdown code, which shows it and interprets nothing of it."""
    return "`" + text.replace("`", "'") + "`"


_INTENDED = """\
**Intended use.** To find, in texts about AI in English, sentences that take a side on the scaling
hypothesis, as a first coder whose work people check: the report links every figure to its
sentences. **Not intended** to decide anything about a person, or to give shares without their
error. The report calls public speakers *proponent* or *critic* only with an interval and their
sentences: read those before you repeat it. It knows the role of a speaker (author, host,
speaker), no name.

`models/stance/encoder`: all-mpnet-base-v2 (109.5 million weights, Apache-2.0) with three linear
heads for stance, voice and dimension; ONNX with seven bits a weight, 93 MB, run one sentence at a
time; what the speaker says in the rest of the document then lends a little to unclear sentences
(`stance.standing`). `models/stance/student`: the same heads on
all-MiniLM-L6-v2 (22.7 million weights, Apache-2.0), seven bits a weight, 20 MB, trained
also on what an earlier encoder said. Where the processor does not multiply bytes, both run in
float32 (`stance.arithmetic`).
"""
_HOW = """\
`scaling-discourse evaluate stance --gold FILE --json` prints them, `scaling-discourse evaluate
publish --gold FOLDER` measures them all anew. F_avg is the mean F1 of favor
and against; the prevalence error is the predicted minus the true share.
"""
_LIMITS = """\
It reads one sentence with some 70 words around it: a side that hangs on the page before is lost.
Irony, long concessions and opinions wrapped in anecdotes are hard for it. Another target works by
writing a proposition in `models/targets`: general pairs taught it to read the proposition, and what
that is worth on other targets stands above.
"""
_WHY = """\
Made because no set of sentences coded for stance on the scaling hypothesis existed that may be
shared. All sentences in `models/stance/train` and `models/stance/check.jsonl` were written for
this project, by language models (CC0-1.0). Speakers in `train` are invented; some sentences of `n`,
`xj`, `xk` and `xl`, and of `check.jsonl`, ascribe positions to public figures, as the demonstration
corpora do: examples of how people are told of, and no evidence of what anybody said.

**The development set (dev)**, by which the card measures, is not part of it, as its texts are not
ours: 428 sentences of 47 podcast transcripts (The Inside View, Practical AI), drawn by a wide net
of keywords, and neighbours of sentences that take a side; not at random from what a run judges.
Three language models coded each by itself (alpha of stance .86), the majority counts, and sentences
without one were left out, which flatters every figure. No training used its documents, but it was
looked at while the model was built, and there is no test set that nobody has looked at. The 109
sentences of two pasted essays with their comments are all of them, in order.
"""
_COLLECTION = """\
## Collection

All from the [codebook](codebook.md). `a` to `e`: single sentences with little context, written in
five briefs (essays, comments, podcasts, talks and news, hard cases with minimal pairs). `f` to `m`
and `o` to `z`: whole documents in which every sentence is coded, so that context and the mix of
sides and small talk are as in life; `q` are short ones in pairs that a negation or an attribution
sets apart. In `s` to `z` a second coder went over what was called neutral; what they called
unrelated is unrelated. Later a second coder, with 120 agreed real sentences before them, coded
every document (`second_coding_documents.jsonl`); the writers' codes stay, and a recipe says which
count. `x` to `z` (twelve briefs: guests, practitioners, critics, believers, hearings, digests,
threads, border cases, profiles, talks, others' views, asides) have sentences as long as real ones
and many sides that only the context gives; so have `xj` to `xl`, on attitudes that are told by a
noun or an adjective, polemics with their readers' letters, and arguments that are built in talk.
`n` and `check.jsonl`: the candidates of the corpora that ship, split by document; so the figures
of the demonstration report flatter the model where its documents were trained on. The writers and
the coders are language models that work from the codebook, and agree more than people would.

Of the real sentences, 4,773 (all that were not unrelated, and those unrelated ones that the network
of that time took for related) were coded again by two coders who knew neither the first code nor
each other's, with 120 agreed sentences of the gold's training part before them; the majority of
three counts (all three in `models/stance/coders`). The first codes had been made fast. `rest` was
coded once, by five of eight coders: the other three had looked at the development set for
examples, and their codes were not used.

`check.jsonl` was coded again in the same way by two coders (`coders/check_second.jsonl`,
`check_third.jsonl`; its writers' codes: `check_first.jsonl`). The majority of three counts, which
changed 165 stances of 1,212, most of them from unrelated to neutral and from neutral to a side; six
sentences without a majority were left out. The second and the third coder are one language model
with the same examples before it: their alpha says how clear the codebook is, not how people agree.
"""
