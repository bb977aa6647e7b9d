"""The stance encoder in items per second, against the TF-IDF baseline in the same run."""

from __future__ import annotations

import time
import tomllib

import onnxruntime

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
    for threads in (1, 2):
        started = time.perf_counter()
        judge = encoder_with(threads, assets, target["proposition"])
        print(f"{f'encoder, load ({threads} threads)':<28}{time.perf_counter() - started:8.2f} s")
        found = rate(f"encoder, {threads} threads", judge, items)
        print(f"{'ratio to baseline':<28}{found / reference:8.3f}")


def encoder_with(threads: int, assets: Assets, proposition: str) -> Judge:
    """The shipped encoder on a given number of threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    path = assets.path("stance/encoder/model.onnx")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    tokenizer = load_tokenizer(assets.path("stance/encoder/tokenizer.json"))
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
