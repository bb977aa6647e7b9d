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


def mean_of(folders: Sequence[Path]) -> StanceNetwork:
    """The mean, in evaluation mode, of the networks in ``folders`` (``network/`` of trainings).

    Raises:
        PipelineError: G001 for fewer than two networks, or networks of different shapes.
    """
    if len(folders) < 2:
        raise PipelineError("G001", "a mean needs two networks or more")
    mean = _load(folders[0])
    sums = {name: tensor.double() for name, tensor in mean.state_dict().items()}
    for folder in folders[1:]:
        for name, tensor in _load(folder).state_dict().items():
            if name not in sums or sums[name].shape != tensor.shape:
                raise PipelineError("G001", f"{name} has another shape", place=str(folder))
            sums[name] += tensor.double()
    kinds = mean.state_dict()
    mean.load_state_dict({n: (t / len(folders)).to(kinds[n].dtype) for n, t in sums.items()})
    mean.eval()
    return mean


def _load(folder: Path) -> StanceNetwork:
    encoder, width = load_encoder(folder)
    network = StanceNetwork(encoder, width)
    load_heads(network, folder)
    return network
