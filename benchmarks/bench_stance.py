"""The stance encoder in items per second, against the TF-IDF baseline in the same run."""

from __future__ import annotations

import time
import tomllib

from pipeline.config import StanceSection
from pipeline.registry import Assets, default_models
from pipeline.stance import baseline, encoder
from pipeline.stance.base import Judge
from pipeline.stance.compose import Composer, load_tokenizer
from pipeline.stance.examples import read_folder
from pipeline.stance.names import load_mask

ITEMS = 256


def main() -> None:
    """Print load time and items per second of each backend."""
    assets = Assets(default_models())
    target = tomllib.loads(assets.path("targets/scaling.toml").read_text(encoding="utf-8"))
    examples = read_folder(assets.path("stance/train"))
    items = [e.item for e in examples[:: len(examples) // ITEMS]][:ITEMS]
    started = time.perf_counter()
    linear = baseline.load(target["proposition"], StanceSection(), assets)
    print(f"{'baseline, load and fit':<28}{time.perf_counter() - started:8.2f} s")
    reference = rate("baseline", linear, items)
    if not encoder.available(assets):
        print("encoder                     not shipped")
        return
    for name in ("encoder", "student"):
        for threads in (1, 2):
            started = time.perf_counter()
            judge = encoder_with(threads, name, assets, target["proposition"])
            seconds = time.perf_counter() - started
            print(f"{f'{name}, load ({threads} threads)':<28}{seconds:8.2f} s")
            found = rate(f"{name}, {threads} threads", judge, items)
            print(f"{'ratio to baseline':<28}{found / reference:8.3f}")


def encoder_with(threads: int, name: str, assets: Assets, proposition: str) -> Judge:
    """The shipped encoder ``name`` on a given number of threads."""
    folder = f"stance/{name}"
    weights = encoder.read_weights(assets.path(encoder.model_in(folder, assets)))
    session = encoder.open_session(weights, threads)
    tokenizer = load_tokenizer(assets.path(f"{folder}/tokenizer.json"))
    return encoder.EncoderJudge(
        session, Composer(tokenizer, proposition, load_mask(assets)), 1.0, [0.0] * 5
    )


def rate(name: str, judge: Judge, items: list) -> float:  # type: ignore[type-arg]
    """Items per second, the best of three."""
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        judge.judge(items)
        best = max(best, len(items) / (time.perf_counter() - started))
    print(f"{name:<28}{best:8.0f} items/s")
    return best


if __name__ == "__main__":
    main()
