"""``train``: weights that anybody can make again (all but the screen need torch)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import screening

app = typer.Typer(
    help="Train a model that ships in models/ (needs the extra [train]).",
    epilog="Example:  scaling-discourse train stance --encoder minilm --output trained",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Recipe = Annotated[Path | None, typer.Option(help="TOML with training settings.")]
Real = Annotated[
    list[Path] | None, typer.Option(help="Coded real sentences to add; may be repeated.")
]
Pairs = Annotated[Path | None, typer.Option(help="General pairs, as `train pairs` writes them.")]
Output = Annotated[Path, typer.Option(help="Folder of the new model.")]


@app.callback()
def _root() -> None:
    """Train a model that ships in models/ (needs the extra [train])."""


app.command("screen", epilog=screening.EXAMPLE)(screening.train)


@app.command(
    "stance", epilog="Example:  scaling-discourse train stance --encoder minilm --output trained"
)
def stance(
    encoder: Annotated[Path, typer.Option(help="Folder of the encoder to start from.")],
    output: Output,
    recipe: Recipe = None,
    real: Real = None,
    pairs: Pairs = None,
    soft: Annotated[Path | None, typer.Option(help="A teacher's probabilities to learn.")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
) -> None:
    """Fine-tune the stance encoder on models/stance/train and export it to ONNX."""
    from pipeline.registry import Assets, default_models
    from pipeline.stance.lessons import Sources
    from pipeline.stance.train import train

    train(
        Assets(default_models()),
        encoder,
        output,
        recipe=recipe,
        seed=seed,
        sources=Sources(real=real or (), pairs=pairs, soft=soft),
        say=typer.echo,
    )


@app.command(
    "teach", epilog="Example:  scaling-discourse train teach --real GOLD --output soft.jsonl"
)
def teach(
    real: Annotated[list[Path], typer.Option(help="Real sentences, the gold format.")],
    output: Annotated[Path, typer.Option(help="JSON Lines to write.")],
    recipe: Recipe = None,
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 2,
) -> None:
    """What the shipped encoder thinks of real sentences, for `train stance --soft`."""
    from pipeline.registry import Assets, default_models
    from pipeline.stance.teach import teach as ask

    n = ask(Assets(default_models()), output, recipe=recipe, real=real, workers=workers)
    typer.echo(f"{n} opinions: {output}")


@app.command(
    "average",
    epilog="Example:  scaling-discourse train average --network one/network "
    "--network two/network --output mean",
)
def average(
    network: Annotated[list[Path], typer.Option(help="network/ of a training; two or more.")],
    output: Output,
    weight: Annotated[
        list[float] | None, typer.Option(help="What each network counts, in order.")
    ] = None,
    recipe: Recipe = None,
    real: Real = None,
    pairs: Pairs = None,
) -> None:
    """The mean of trainings that differ in their seed, calibrated and exported as one model."""
    from pipeline.registry import Assets, default_models
    from pipeline.stance.lessons import Sources
    from pipeline.stance.train import average as make_average

    make_average(
        Assets(default_models()),
        network,
        output,
        weights=weight or (),
        recipe=recipe,
        sources=Sources(real=real or (), pairs=pairs),
        say=typer.echo,
    )


@app.command(
    "restore", epilog="Example:  scaling-discourse train restore --base mpnet --output start"
)
def restore(
    base: Annotated[Path, typer.Option(help="Folder of the pretrained encoder.")],
    output: Annotated[Path, typer.Option(help="Folder that `train stance --encoder` takes.")],
    shipped: Annotated[
        Path | None, typer.Option(help="Weights as they ship; by default the encoder's.")
    ] = None,
    back: Annotated[
        float, typer.Option(help="Share of the way back to the pretrained.", min=0, max=1)
    ] = 0.0,
) -> None:
    """The network that ships, as a start for a further training."""
    from pipeline.registry import default_models
    from pipeline.stance.restore import restore as make

    make(
        shipped or default_models() / "stance" / "encoder" / "model.onnx.gz",
        base,
        output,
        back=back,
    )
    typer.echo(f"network: {output}")


@app.command(
    "pairs", epilog="Example:  scaling-discourse train pairs --gold gold --output pairs.jsonl"
)
def pairs(
    gold: Annotated[Path, typer.Option(help="Folder with perspectrum, ibm_kpa2021 and ibm_claim.")],
    output: Annotated[Path, typer.Option(help="JSON Lines to write.")],
    most: Annotated[int, typer.Option(help="Number of pairs.", min=3)] = 7500,
) -> None:
    """General for/against pairs, which teach a network to read the proposition."""
    from pipeline.gold.pairs import gather, write

    found = gather(gold, most)
    write(found, output)
    typer.echo(f"{len(found)} pairs on {len({p.proposition for p in found})} topics: {output}")
