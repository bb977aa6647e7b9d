"""The mean of several networks that were trained on from one start, with other seeds.

Networks that part from the same weights stay close enough that the mean of their weights
is a network too, as good as their ensemble nearly and no slower than one of them ("model
soups", Wortsman et al. 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.stance.network import StanceNetwork, load_encoder, load_heads


def mean_of(folders: Sequence[Path], weights: Sequence[float] = ()) -> StanceNetwork:
    """The mean, in evaluation mode, of the networks in ``folders`` (``network/`` of trainings).

    Args:
        folders: two or more.
        weights: what each counts, in their order; alike by default.

    Raises:
        PipelineError: G001 for fewer than two networks, networks of different shapes, or
            weights that are not one positive number a network.
    """
    if len(folders) < 2:
        raise PipelineError("G001", "a mean needs two networks or more")
    weights = weights or [1.0] * len(folders)
    if len(weights) != len(folders) or min(weights) <= 0:
        raise PipelineError("G001", "each network needs a weight above 0, or none has one")
    mean = _load(folders[0])
    shares = [weight / sum(weights) for weight in weights]
    sums = {name: tensor.double() * shares[0] for name, tensor in mean.state_dict().items()}
    for folder, share in zip(folders[1:], shares[1:], strict=True):
        for name, tensor in _load(folder).state_dict().items():
            if name not in sums or sums[name].shape != tensor.shape:
                raise PipelineError("G001", f"{name} has another shape", place=str(folder))
            sums[name] += tensor.double() * share
    kinds = mean.state_dict()
    mean.load_state_dict({n: t.to(kinds[n].dtype) for n, t in sums.items()})
    mean.eval()
    return mean


def _load(folder: Path) -> StanceNetwork:
    encoder, width = load_encoder(folder)
    network = StanceNetwork(encoder, width)
    load_heads(network, folder)
    return network
