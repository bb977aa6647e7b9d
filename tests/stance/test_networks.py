"""Averaging and restoring networks; they need torch, which the tests do not install."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import PipelineError
from pipeline.registry import default_models

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")


def base(folder: Path, seed: int, width: int = 64) -> Path:
    """A tiny pretrained encoder as it is given out."""
    import shutil

    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(seed)
    config = MPNetConfig(vocab_size=30527, hidden_size=width, num_hidden_layers=2,
                         num_attention_heads=2, intermediate_size=128)  # fmt: skip
    model = MPNetModel(config)
    with torch.no_grad():  # trained weights differ; the exporter would write equal ones once
        for weights in model.parameters():
            weights.add_(0.02 * torch.randn_like(weights))
    model.save_pretrained(str(folder))
    shutil.copyfile(
        default_models() / "stance" / "encoder" / "tokenizer.json", folder / "tokenizer.json"
    )
    return folder


def made(folder: Path, seed: int, width: int = 64) -> Path:
    from pipeline.stance.network import StanceNetwork, load_encoder, save_network

    encoder, hidden = load_encoder(base(folder, seed, width))
    torch.manual_seed(seed)
    save_network(StanceNetwork(encoder, hidden), folder)
    return folder


def test_the_mean_lies_between(tmp_path: Path) -> None:
    from pipeline.stance.average import mean_of

    folders = [made(tmp_path / str(seed), seed) for seed in (1, 2)]
    one, other, mean = (
        network.state_dict()["heads.stance.weight"]
        for network in (*(mean_of([f, f]) for f in folders), mean_of(folders))
    )
    torch.testing.assert_close(mean, (one + other) / 2)


def test_a_mean_may_lean_to_one_side(tmp_path: Path) -> None:
    from pipeline.stance.average import mean_of

    folders = [made(tmp_path / str(seed), seed) for seed in (1, 2)]
    one, other, mean = (
        network.state_dict()["heads.stance.weight"]
        for network in (*(mean_of([f, f]) for f in folders), mean_of(folders, [3, 1]))
    )
    torch.testing.assert_close(mean, 0.75 * one + 0.25 * other)
    for wrong in ([1.0], [1.0, 0.0]):
        with pytest.raises(PipelineError, match="a weight above 0"):
            mean_of(folders, wrong)


def test_networks_of_other_shapes_are_refused(tmp_path: Path) -> None:
    from pipeline.stance.average import mean_of

    folders = [made(tmp_path / "a", 1), made(tmp_path / "b", 1, width=128)]
    with pytest.raises(PipelineError, match="another shape"):
        mean_of(folders)
    with pytest.raises(PipelineError, match="two networks"):
        mean_of(folders[:1])


@pytest.mark.filterwarnings("ignore")  # torch's exporter warns of itself
@pytest.mark.parametrize("way", ["blocks", "dynamic"])
def test_a_shrunk_network_comes_back_nearly_as_it_was(tmp_path: Path, way: str) -> None:
    from pipeline.stance.network import StanceNetwork, export_onnx, load_encoder, load_heads
    from pipeline.stance.restore import restore
    from pipeline.stance.shrink import WAYS

    folder = made(tmp_path / "one", 3)
    encoder, hidden = load_encoder(folder)
    network = StanceNetwork(encoder, hidden)
    load_heads(network, folder)
    export_onnx(network, tmp_path / "full.onnx")
    shrink, name = WAYS[way]
    shrink(tmp_path / "full.onnx", tmp_path / name)
    restore(tmp_path / name, base(tmp_path / "base", 9), tmp_path / "back")
    from safetensors.torch import load_file

    for part in ("model", "heads"):
        before, after = (
            load_file(str(p / f"{part}.safetensors")) for p in (folder, tmp_path / "back")
        )
        for name, tensor in before.items():
            if not name.startswith("pooler"):
                step = float(tensor.abs().max()) / 31
                assert np.abs((tensor - after[name]).numpy()).max() <= step, name


@pytest.mark.filterwarnings("ignore")  # torch's exporter warns of itself
def test_a_network_moves_back_towards_the_pretrained_weights(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    from pipeline.stance.network import StanceNetwork, export_onnx, load_encoder
    from pipeline.stance.restore import restore
    from pipeline.stance.shrink import WAYS

    encoder, hidden = load_encoder(base(tmp_path / "one", 3))
    export_onnx(StanceNetwork(encoder, hidden), tmp_path / "full.onnx")
    shrink, name = WAYS["blocks"]
    shrink(tmp_path / "full.onnx", tmp_path / name)
    pretrained = base(tmp_path / "base", 9)
    for back in (0.0, 0.5):
        restore(tmp_path / name, pretrained, tmp_path / str(back), back=back)
    whole, half, old = (
        load_file(str(p / "model.safetensors"))
        for p in (tmp_path / "0.0", tmp_path / "0.5", pretrained)
    )
    key = "encoder.layer.0.attention.attn.q.weight"
    torch.testing.assert_close(half[key], (whole[key] + old[key]) / 2)
    heads = [load_file(str(tmp_path / b / "heads.safetensors")) for b in ("0.0", "0.5")]
    assert all(torch.equal(heads[0][name], heads[1][name]) for name in heads[0])
