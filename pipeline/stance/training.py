"""Fine-tuning the stance network: fixed seeds, a written configuration, a log.

The loop is plain: AdamW, linear warm-up and decay, cross-entropy on three heads. A
``soft`` target (a teacher's probabilities over the stances) is mixed with the code
where it is given, which is how a small student learns from a large teacher. What the
network says of a sentence just before it learns from it is kept: that is a teacher's
opinion on a sentence not yet learnt in this pass, and costs nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.records import STANCES
from pipeline.stance.compose import Row
from pipeline.stance.lessons import Labelled
from pipeline.stance.network import StanceNetwork, load_encoder, load_heads, pad
from pipeline.stance.recipe import TrainingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What a training leaves behind."""

    network: StanceNetwork  # in evaluation mode
    log: list[dict[str, float]]  # mean loss an epoch
    said: dict[str, list[float]]  # id -> probabilities of the stances, last epoch, before learning


def choose_device() -> Any:
    """An accelerator when there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def halves(device: Any) -> bool:
    """True where bf16 is done in hardware; emulated on a plain CPU it is far slower than fp32."""
    if device.type != "cpu":
        return True
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


#: Steps between two lines of progress.
_REPORT = 100


def fit(
    encoder_folder: Path,
    examples: Sequence[Labelled],
    config: TrainingConfig,
    say: Callable[[str], object] = lambda _: None,
) -> Fitted:
    """Train a network on ``examples``; ``say`` is told the loss every hundred steps."""
    torch.manual_seed(config.seed)
    order = random.Random(config.seed)  # noqa: S311  # reproducible shuffling, no secret
    device = choose_device()
    half = config.bf16 and halves(device)
    encoder, width = load_encoder(encoder_folder, config.inner_dropout)
    freeze_lower(encoder, config.freeze)
    network = StanceNetwork(encoder, width, config.dropout)
    load_heads(network, encoder_folder)
    network.to(device)
    optimiser = _optimiser(network, config)
    steps = config.epochs * math.ceil(len(examples) / config.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _warm_linear(steps, config.warmup))
    log: list[dict[str, float]] = []
    said: dict[str, list[float]] = {}
    for epoch in range(config.epochs):
        network.train()
        losses = []
        for batch in _batches(examples, config.batch, order):
            with torch.autocast(device.type, torch.bfloat16, enabled=half):
                logits = network(*pad([e.row for e in batch], device))
            said.update(zip((e.id for e in batch), _opinions(logits[0]), strict=True))
            loss = _loss(logits, batch, config, device)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
            if len(losses) % _REPORT == 0:
                recent, of = sum(losses[-_REPORT:]) / _REPORT, steps // config.epochs
                say(f"epoch {epoch + 1}, step {len(losses)} of {of}: {recent:.3f}")
        log.append({"epoch": epoch + 1, "loss": round(sum(losses) / len(losses), 4)})
    return Fitted(network=network.eval(), log=log, said=said)


def _opinions(stance: Tensor) -> list[list[float]]:
    chances = functional.softmax(stance.detach().float(), -1)
    found: list[list[float]] = chances.tolist()
    return found


def freeze_lower(encoder: Any, layers: int) -> None:
    """Keep the embeddings and the lowest ``layers`` as they were; -1 freezes nothing.

    Word vectors move little in fine-tuning, and half of a small encoder's weights are
    word vectors: leaving them out saves a third of the time of a step on a CPU.
    """
    if layers < 0:
        return
    frozen = [encoder.embeddings, *encoder.encoder.layer[:layers]]
    for part in frozen:
        part.requires_grad_(False)


def predict(network: StanceNetwork, rows: Sequence[Row], batch: int = 64) -> dict[str, Tensor]:
    """Logits of the three heads on the CPU, in the order of ``rows``: (n, classes) each."""
    device = next(network.parameters()).device
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    parts: list[tuple[Tensor, ...]] = []
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            chosen = [rows[i] for i in order[start : start + batch]]
            parts.append(tuple(t.float().cpu() for t in network(*pad(chosen, device))))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    names = ("stance", "voice", "dimension")
    return {n: torch.cat([p[k] for p in parts])[back] for k, n in enumerate(names)}


def _loss(
    logits: tuple[Tensor, Tensor, Tensor],
    batch: Sequence[Labelled],
    config: TrainingConfig,
    device: Any,
) -> Tensor:
    stance, voice, dimension = (part.float() for part in logits)
    weights = torch.tensor([e.weight for e in batch], device=device)
    aim = torch.tensor([_aim(e, config) for e in batch], device=device)
    total = -(aim * functional.log_softmax(stance, -1)).sum(-1)
    known = torch.tensor([float(e.voice >= 0) for e in batch], device=device)
    for part, share, field in (
        (voice, config.voice_weight, "voice"),
        (dimension, config.dimension_weight, "dimension"),
    ):
        gold = torch.tensor([max(0, getattr(e, field)) for e in batch], device=device)
        total = total + share * known * functional.cross_entropy(part, gold, reduction="none")
    return (total * weights).sum() / weights.sum()


def _aim(example: Labelled, config: TrainingConfig) -> tuple[float, ...]:
    """The code, smoothed, mixed with what the teacher says where it says something."""
    hard = _hard(example.stance, config.smoothing)
    if example.soft is None:
        return hard
    share = config.soft_weight
    return tuple(share * s + (1 - share) * h for s, h in zip(example.soft, hard, strict=True))


def _hard(stance: int, smoothing: float) -> tuple[float, ...]:
    rest = smoothing / len(STANCES)
    return tuple(1 - smoothing + rest if i == stance else rest for i in range(len(STANCES)))


def _optimiser(network: StanceNetwork, config: TrainingConfig) -> torch.optim.Optimizer:
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    heads = [p for n, p in trained if n.startswith("heads.")]
    body = [p for n, p in trained if not n.startswith("heads.")]
    groups = [{"params": body, "lr": config.rate}, {"params": heads, "lr": config.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=config.decay, fused=True)


def _warm_linear(steps: int, warmup: float) -> Any:
    warm = max(1, int(steps * warmup))

    def factor(step: int) -> float:
        if step < warm:
            return step / warm
        return max(0.0, (steps - step) / max(1, steps - warm))

    return factor


def _batches(
    examples: Sequence[Labelled], size: int, order: random.Random
) -> Iterator[list[Labelled]]:
    """Shuffled batches of rows of similar length: length sorting saves most padding."""
    chosen = list(range(len(examples)))
    order.shuffle(chosen)
    pool = size * 16
    batches: list[list[int]] = []
    for start in range(0, len(chosen), pool):
        near = sorted(chosen[start : start + pool], key=lambda i: len(examples[i].row.ids))
        batches.extend(near[i : i + size] for i in range(0, len(near), size))
    order.shuffle(batches)
    for batch in batches:
        yield [examples[i] for i in batch]
