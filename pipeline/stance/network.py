"""The encoder with three heads, in torch: only training and export load this module.

One encoder reads the row of ``compose``; its hidden states are averaged twice, over
the whole row and over the sentence itself, and three linear heads say stance, voice
and dimension.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pipeline.records import CODES
from pipeline.stance.compose import Row

#: Output name -> its classes, in order; the ONNX model has one output a head.
HEADS = CODES

_HEADS_FILE = "heads.safetensors"


class StanceNetwork(nn.Module):  # type: ignore[misc]  # torch ships no types we install
    """From ids, mask, focus (batch, length) to logits of stance (5), voice (6), dimension (6)."""

    def __init__(self, encoder: nn.Module, hidden: int, dropout: float = 0.1) -> None:
        """Wrap ``encoder``, whose hidden states have width ``hidden``."""
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * hidden, len(classes)) for name, classes in HEADS.items()}
        )

    def forward(self, ids: Tensor, mask: Tensor, focus: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the three heads."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        pooled = torch.cat([_mean(states, mask), _mean(states, focus)], dim=-1)
        pooled = self.dropout(pooled)
        return (
            self.heads["stance"](pooled),
            self.heads["voice"](pooled),
            self.heads["dimension"](pooled),
        )


def load_encoder(folder: Path, dropout: float = 0.1) -> tuple[nn.Module, int]:
    """The pretrained encoder in ``folder`` (config.json, model.safetensors) and its width.

    ``dropout`` is the rate inside the encoder, of hidden states and of attention.
    """
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(str(folder), local_files_only=True)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = dropout
    # Fused attention is faster; MPNet has relative positions, which it does not know.
    fused = "eager" if config.model_type == "mpnet" else "sdpa"
    encoder = AutoModel.from_pretrained(
        str(folder),
        config=config,
        attn_implementation=fused,
        local_files_only=True,
        dtype=torch.float32,
    )
    width = json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"]
    return encoder, int(width)


def load_heads(network: StanceNetwork, folder: Path) -> None:
    """Take over the heads that an earlier training left in ``folder``, if there are any."""
    from safetensors.torch import load_file

    kept = folder / _HEADS_FILE
    if kept.exists():
        network.heads.load_state_dict(load_file(str(kept)))


def save_network(network: StanceNetwork, folder: Path) -> None:
    """Write encoder and heads to ``folder``, from where a further training can go on."""
    from safetensors.torch import save_file

    network.encoder.save_pretrained(str(folder))
    heads = {name: part.detach().cpu() for name, part in network.heads.state_dict().items()}
    save_file(heads, str(folder / _HEADS_FILE))


def pad(rows: Sequence[Row], device: Any, padding: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    """Rows as (ids, mask, focus), padded to the longest on the right."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.full((len(rows), longest), padding, dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    focus = torch.zeros((len(rows), longest), dtype=torch.long)
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n] = torch.tensor(row.ids)
        mask[i, :n] = 1
        focus[i, :n] = torch.tensor(row.focus)
    return ids.to(device), mask.to(device), focus.to(device)


def export_onnx(network: StanceNetwork, target: Path) -> None:
    """Write ``network`` as fp32 ONNX (opset 17, dynamic batch and length) to ``target``."""
    network = network.eval().cpu().float()
    network.encoder.set_attn_implementation("eager")  # what the exporter writes most plainly
    example = torch.ones((2, 8), dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "mask", "focus")}
    torch.onnx.export(
        network,
        (example, example, example),
        str(target),
        input_names=["ids", "mask", "focus"],
        output_names=list(HEADS),
        dynamic_axes={**axes, **{name: {0: "batch"} for name in HEADS}},
        opset_version=17,
        dynamo=False,
    )


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)
