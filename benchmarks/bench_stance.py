"""The stance models in items per second and seconds to load, beside two peers in the same run.

Each is run in bytes and in float32 (``stance.arithmetic``); a star marks what this processor gets
by default.
Peers: the TF-IDF baseline, and the same network in torch at fp32, one sentence at a time and in
batches of 16. Speed does not hang on what the weights are, so torch gets drawn ones; it needs the
extra ``[train]`` and is left out, with a word, where that is not installed.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.config import Arithmetic, StanceSection
from pipeline.registry import Assets, default_models
from pipeline.stance import baseline, encoder
from pipeline.stance.arithmetic import chosen, open_session
from pipeline.stance.base import Item
from pipeline.stance.compose import Composer, load_tokenizer
from pipeline.stance.examples import read_folder
from pipeline.stance.names import load_mask

ITEMS = 96
ROUNDS = 2
BATCH = 16
ARITHMETICS: tuple[Arithmetic, ...] = ("int8", "float32")
#: What each shipped model was before it was shrunk: the architecture of its torch peer.
ARCHITECTURES: dict[str, dict[str, Any]] = {
    "encoder": {"model_type": "mpnet", "vocab_size": 30527},
    "student": {
        "model_type": "bert", "hidden_size": 384, "num_hidden_layers": 6,
        "num_attention_heads": 12, "intermediate_size": 1536,
    },
}  # fmt: skip


def main() -> None:
    """Print load time and items per second of each model, with ratios to both peers."""
    assets = Assets(default_models())
    target = tomllib.loads(assets.path("targets/scaling.toml").read_text(encoding="utf-8"))
    proposition = target["proposition"]
    examples = read_folder(assets.path("stance/train"))
    items = [e.item for e in examples[:: len(examples) // ITEMS]][:ITEMS]
    linear, seconds = timed(lambda: baseline.load(proposition, StanceSection(), assets))
    reference, _ = rate(lambda: linear.judge(items))
    line("TF-IDF baseline", seconds, reference)
    for name in ("encoder", "student"):
        if not assets.has(f"stance/{name}/settings.json"):
            print(f"{name}: not shipped")
            continue
        for threads in (1, 2):
            ours, differ = measured(name, threads, assets, proposition, items, reference)
            torch_peer(name, threads, ours, rows_of(name, items, assets, proposition))
        print(f"{name}: {differ} of {ITEMS} labels differ")


def measured(
    name: str,
    threads: int,
    assets: Assets,
    proposition: str,
    items: Sequence[Item],
    reference: float,
) -> tuple[dict[Arithmetic, float], int]:
    """Prints a line for each arithmetic of a shipped model.

    Returns its items per second by arithmetic, and how many labels differ between the two.
    """
    rates: dict[Arithmetic, float] = {}
    labels = []
    for one in ARITHMETICS:
        judge, seconds = timed(partial(load, name, threads, one, assets, proposition))
        rates[one], said = rate(partial(judge.judge, items))
        labels.append([judgement.stance for judgement in said])
        mark = " *" if one == chosen("auto") else ""
        line(f"{name}, {threads} threads, {one}{mark}", seconds, rates[one], baseline=reference)
    return rates, sum(a != b for a, b in zip(*labels, strict=True))


def load(
    name: str, threads: int, one: Arithmetic, assets: Assets, proposition: str
) -> encoder.EncoderJudge:
    """The shipped model ``name`` on a given number of threads."""
    weights = encoder.read_weights(assets.path(encoder.model_in(f"stance/{name}", assets)))
    session = open_session(weights, threads, one)
    return encoder.EncoderJudge(session, composer(name, assets, proposition), 1.0, [0.0] * 5)


def composer(name: str, assets: Assets, proposition: str) -> Composer:
    """What turns items into the rows that model ``name`` reads."""
    tokenizer = load_tokenizer(assets.path(f"stance/{name}/tokenizer.json"))
    return Composer(tokenizer, proposition, load_mask(assets))


def rows_of(name: str, items: Sequence[Item], assets: Assets, proposition: str) -> list[Any]:
    """The same rows for torch."""
    return list(composer(name, assets, proposition).compose_all(items))


def torch_peer(name: str, threads: int, ours: dict[Arithmetic, float], rows: list[Any]) -> None:
    """The same architecture in torch at fp32, loaded from a file and run on the same rows."""
    if not (find_spec("torch") and find_spec("transformers")):
        print('  torch fp32 left out: pip install "scaling-discourse[train]"')
        return
    import torch
    from transformers import AutoConfig, AutoModel

    from pipeline.stance.network import StanceNetwork, load_encoder, save_network
    from pipeline.stance.training import predict

    torch.set_num_threads(threads)
    shape = dict(ARCHITECTURES[name])
    config = AutoConfig.for_model(shape.pop("model_type"), **shape)
    with TemporaryDirectory() as folder:
        drawn = StanceNetwork(AutoModel.from_config(config), config.hidden_size)
        save_network(drawn, Path(folder))
        (body, width), seconds = timed(lambda: load_encoder(Path(folder), 0.0))
    network = StanceNetwork(body, width).eval()
    for batch in (1, BATCH):
        found, _ = rate(partial(predict, network, rows, batch))
        line(f"  torch fp32, batches of {batch}", seconds, found)
        for one, rate_of_ours in ours.items():
            print(f"  {f'ours in {one}, of torch':<34}{rate_of_ours / found:8.2f}")


def timed(make: Callable[[], Any]) -> tuple[Any, float]:
    """What ``make`` makes, and how long it took."""
    started = time.perf_counter()
    made = make()
    return made, time.perf_counter() - started


def rate(work: Callable[[], Any]) -> tuple[float, Any]:
    """Items per second of the best round, and what it made."""
    made, seconds = min((timed(work) for _ in range(ROUNDS)), key=lambda pair: pair[1])
    return ITEMS / seconds, made


def line(name: str, seconds: float, found: float, *, baseline: float = 0.0) -> None:
    """One row of the table."""
    ratio = f"   {found / baseline:.3f} of the baseline" if baseline else ""
    print(f"{name:<36}load {seconds:6.2f} s {found:8.1f} items/s{ratio}", flush=True)


if __name__ == "__main__":
    main()
