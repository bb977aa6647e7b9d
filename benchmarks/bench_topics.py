"""Our topics beside BERTopic's defaults: the same sentences, the same embeddings, the same run.

Three sides: ours, ours without seed topics, and BERTopic as it comes (UMAP, HDBSCAN). Each runs
in a process of its own, so that peak memory is its own, and sorts the sentences five times: with
three seeds, and in two shuffled orders with the first seed. Without a seed not even a re-run of
UMAP agrees with itself, so the peer's UMAP gets one; everything else is its default. Embeddings
are made once, outside all clocks; clocks count seconds of the processor, on one thread.

Clusters of both are named by the same class TF-IDF, so that coherence and diversity compare
clusters and not lists of function words. The adjusted Rand index counts sentences without topic
as one topic; the last row leaves out those that either of two fits left without.

    python benchmarks/bench_topics.py [FOLDER]

FOLDER holds corpora (default: the shipped ones), or is a finished run. The peer needs
``pip install "scaling-discourse[bench]"``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import Settings, TopicsSection
from pipeline.readers.corpus import find_sources
from pipeline.records import Document, Statement
from pipeline.registry import Assets, default_models
from pipeline.run.engine import Engine
from pipeline.run.stages import STAGES
from pipeline.store.cache import Cache
from pipeline.store.tables import SCHEMA, Tables, from_parquet, to_parquet
from pipeline.topics import assign, embeddings
from pipeline.topics.coherence import c_v
from pipeline.topics.model import terms
from pipeline.topics.quality import adjusted_rand, diversity, npmi, stability
from pipeline.topics.texts import distinct_texts

Labels = NDArray[np.int64]

SIDES = {
    "ours": "ours",
    "unguided": "ours without seed topics",
    "defaults": "BERTopic's defaults",
}
SEEDS = (1, 2, 3)
ORDERS = (0, 1, 2)  # 0 leaves the order as it is
HERE = Path(__file__).resolve().parent
PEERS = ("umap", "hdbscan")
NEEDED = ("documents", "statements")


@dataclass(frozen=True, slots=True)
class Fits:
    """What one side found: labels of the distinct texts, alphabetically, of each fit."""

    by_seed: list[Labels]
    by_order: list[Labels]
    seconds: list[float]  # of the processor, of every fit, the first one cold
    peak_mb: float


def main() -> None:
    """Compare all sides on one folder, or be one of them."""
    parser = argparse.ArgumentParser(description="Our topics beside BERTopic's defaults.")
    parser.add_argument("folder", nargs="?", type=Path, default=default_models().parent / "corpora")
    parser.add_argument("--side", choices=sorted(SIDES), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    # Beside this file lies a coverage.py, which numba would take for the package of that name.
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != HERE]
    missing = [name for name in PEERS if find_spec(name) is None]
    if chosen.side != "defaults":  # ours runs as it is installed, without the peer's libraries
        sys.modules.update(dict.fromkeys(PEERS))  # type: ignore[arg-type]
    if chosen.side:
        print(json.dumps(run_side(chosen.side, chosen.folder)))
        return
    if missing:
        print(f"bench_topics: skipped, the peer needs {' and '.join(missing)}.")
        print('help: pip install "scaling-discourse[bench]"')
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(chosen.folder, Path(folder))


def compare(corpora: Path, material: Path) -> None:
    """Print one column a side."""
    tables = read_tables(corpora, material)
    for name in NEEDED:
        (material / f"{name}.parquet").write_bytes(to_parquet(SCHEMA[name], tables[name]))
    texts = distinct_texts(tables).texts
    np.save(material / "vectors.npy", embeddings.embed(texts, Assets(default_models())))
    print(f"{len(texts):,} distinct sentences of {corpora}\n")
    columns = {name: figures(texts, fit(name, material)) for name in SIDES}
    print(f"{'':<34}" + "".join(f"{title:>26}" for title in SIDES.values()))
    for row in columns["ours"]:
        print(f"{row:<34}" + "".join(f"{columns[name][row]:>26}" for name in SIDES))


def read_tables(folder: Path, scratch: Path) -> Tables:
    """Documents and statements of a finished run, or of corpora run as far as stance."""
    if (folder / "tables").is_dir():
        files = {name: folder / "tables" / f"{name}.parquet" for name in NEEDED}
        return Tables({n: from_parquet(SCHEMA[n], f.read_bytes()) for n, f in files.items()})
    names = [stage.name for stage in STAGES]
    stages = STAGES[: names.index("topics")]
    cache = Cache(scratch / "cache")
    engine = Engine(cache, Settings(), Assets(default_models()), stages=stages)
    result = engine.run(find_sources(folder))
    return Tables({name: engine.rows(result, name) for name in NEEDED})


def fit(side: str, material: Path) -> Fits:
    """All fits of one side, made in a process of its own."""
    command = [sys.executable, str(Path(__file__)), str(material), "--side", side]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    labellings = [np.array(labels, np.int64) for labels in found["labels"]]
    return Fits(
        by_seed=labellings[: len(SEEDS)],
        by_order=[labellings[0], *labellings[len(SEEDS) :]],
        seconds=found["seconds"],
        peak_mb=found["peak_mb"],
    )


def run_side(side: str, material: Path) -> dict[str, Any]:
    """Labels and seconds of every fit, and the peak of this process, for ``fit`` to read."""
    tables = read_material(material)
    vectors = np.load(material / "vectors.npy")
    sort = by_defaults if side == "defaults" else by_ours
    asked = [(seed, ORDERS[0]) for seed in SEEDS] + [(SEEDS[0], order) for order in ORDERS[1:]]
    labels, seconds = [], []
    for seed, order in asked:
        shuffled = in_order(tables, order)
        started = time.process_time()
        labels.append(sort(shuffled, vectors, seed, side != "unguided").tolist())
        seconds.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1024 if sys.platform != "darwin" else 1024**2)
    return {"labels": labels, "seconds": seconds, "peak_mb": megabytes}


def read_material(folder: Path) -> Tables:
    """The tables that ``compare`` wrote."""
    files = {name: folder / f"{name}.parquet" for name in NEEDED}
    return Tables({n: from_parquet(SCHEMA[n], f.read_bytes()) for n, f in files.items()})


def in_order(tables: Tables, order: int) -> Tables:
    """``tables`` with documents and statements shuffled by ``order``; 0 changes nothing."""
    if not order:
        return tables
    draw = random.Random(order)
    return Tables({name: draw.sample(list(tables[name]), len(tables[name])) for name in NEEDED})


def by_ours(tables: Tables, vectors: NDArray[np.float32], seed: int, guided: bool) -> Labels:
    """Our labels, with the sentences' embeddings looked up; those of the seeds are computed."""
    encode = embeddings.embed
    texts = distinct_texts(tables)
    embeddings.embed = lambda given, assets: (
        vectors if given == texts.texts else encode(given, assets)
    )
    try:
        config = TopicsSection(seed=seed, guided=guided)
        found, _ = assign.sort(texts, config, Assets(default_models()))
    finally:
        embeddings.embed = encode
    return found.labels


def by_defaults(tables: Tables, vectors: NDArray[np.float32], seed: int, _: bool) -> Labels:
    """BERTopic's labels of the texts in alphabetical order, whatever order they were given in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic
        from umap import UMAP

        place = {text: i for i, text in enumerate(distinct_texts(tables).texts)}
        documents = {d.id: d.text for d in tables.rows("documents", Document)}
        spoken = (
            " ".join(s.span.of(documents[s.document_id]).split())
            for s in tables.rows("statements", Statement)
            if s.document_id in documents
        )
        given = list(dict.fromkeys(text for text in spoken if text in place))
        order = np.array([place[text] for text in given])
        # These are the parameters BERTopic gives UMAP, and a seed.
        layout = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
        )
        found, _ = BERTopic(umap_model=layout).fit_transform(given, vectors[order])
    labels = np.full(len(place), -1, np.int64)
    labels[order] = found
    return labels


def figures(texts: tuple[str, ...], fits: Fits) -> dict[str, str]:
    """The rows of one column; everything but stability is of the first fit."""
    labels = fits.by_seed[0]
    inside = np.flatnonzero(labels >= 0)
    named = terms([texts[i] for i in inside], labels[inside]) if len(inside) else {}
    topics = list(named.values())
    return {
        "sentences without topic": f"{np.mean(labels < 0):.1%}",
        "topics": str(len(np.unique(labels[inside]))),
        "NPMI": f"{npmi(texts, topics):.3f}",
        "C_v": f"{c_v(texts, topics):.3f}",
        "diversity": f"{diversity(topics):.3f}",
        "ARI over seeds": f"{stability(fits.by_seed):.3f}",
        "ARI over orders": f"{stability(fits.by_order):.3f}",
        "ARI over seeds, inside topics": f"{inner(fits.by_seed):.3f}",
        "ARI over orders, inside topics": f"{inner(fits.by_order):.3f}",
        "processor seconds, first fit": f"{fits.seconds[0]:.1f}",
        "processor seconds, later fits": f"{np.median(fits.seconds[1:]):.1f}",
        "peak memory, MB": f"{fits.peak_mb:.0f}",
    }


def inner(labellings: list[Labels]) -> float:
    """Mean adjusted Rand index over pairs, each on the sentences that both gave a topic."""
    values = []
    for first, second in combinations(labellings, 2):
        both = (first >= 0) & (second >= 0)
        values.append(adjusted_rand(first[both], second[both]))
    return float(np.mean(values))


if __name__ == "__main__":
    main()
