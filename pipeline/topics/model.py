"""The only door to BERTopic: clusters of embeddings, and the terms that tell them apart.

UMAP is replaced by principal components: it would add numba and 250 MB, its layout
changes with the order of documents, and sentences of one debate form a continuum in
which HDBSCAN finds no dense clusters. K-means on twenty components gives every sentence
a cluster; what lies far from all of them is cut off later, in ``grouping``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.topics.vocabulary import tokens, vocabulary

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

_COMPONENTS = 20
_STARTS = 10
_WORDS_TO_CLUSTER = 1_000  # BERTopic wants some; clusters are described once they are final


def cluster(texts: Sequence[str], vectors: Vectors, count: int, seed: int) -> Labels:
    """The cluster of each text, 0 to ``count`` - 1: BERTopic on given embeddings.

    Args:
        texts: at least ``count`` of them, in an order that does not depend on the input.
        vectors: (texts, width).
        count: number of clusters, at least 1.
        seed: of k-means.

    Texts without any word that could name a topic all get 0: there is nothing to tell.
    """
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    components = min(_COMPONENTS, *vectors.shape)
    known = vocabulary(texts, _WORDS_TO_CLUSTER)
    if not known:
        return np.zeros(len(texts), np.int64)
    with _quiet():
        model = _bertopic(
            known,
            umap_model=PCA(components, svd_solver="full"),
            hdbscan_model=KMeans(count, n_init=_STARTS, random_state=seed),
        )
        found, _ = model.fit_transform(list(texts), np.asarray(vectors, np.float64))
    return np.asarray(found, np.int64)


def terms(texts: Sequence[str], labels: Labels, most: int = 10) -> dict[int, tuple[str, ...]]:
    """Label -> its ``most`` characteristic terms, best first: class-based TF-IDF.

    Uses BERTopic with labels given by hand (``fit`` with ``y``). A term that repeats a
    word of a better one is left out.
    """
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    order = {int(label): i for i, label in enumerate(np.unique(labels))}
    known = vocabulary(texts)
    if not known:
        return dict.fromkeys(order, ())
    numbered = np.array([order[int(label)] for label in labels], np.int64)
    with _quiet():
        model = _bertopic(
            known, umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster()
        )
        found, _ = model.fit_transform(list(texts), np.zeros((len(texts), 1)), y=numbered)
    # BERTopic renumbers topics by size; every text says which number its label got.
    number = {label: found[i] for i, label in enumerate(labels.tolist())}
    return {
        label: _distinct([word for word, _ in model.get_topic(number[label]) or []], most)
        for label in order
    }


def _bertopic(known: Sequence[str], **parts: Any) -> Any:
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    # The vocabulary is ours: BERTopic counts in joined topics, where a minimum would
    # drop the very words that only one topic has.
    counting = CountVectorizer(
        tokenizer=tokens, token_pattern=None, lowercase=False, vocabulary=list(known)
    )

    return BERTopic(
        embedding_model=None,
        language="multilingual",  # keeps hyphens and apostrophes for our own words()
        vectorizer_model=counting,
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
        top_n_words=40,
        calculate_probabilities=False,
        **parts,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Silences what the libraries behind BERTopic say about themselves, and uses one thread.

    Importing it runs code of plotly and pandas that announces deprecations, and scikit-learn
    warns of its own future on use; neither is about our input. Sums over several
    threads differ in the last digit, which is enough to move a sentence.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with warnings.catch_warnings(), threadpool_limits(1):
        for kind in (DeprecationWarning, PendingDeprecationWarning, FutureWarning, SyntaxWarning):
            warnings.simplefilter("ignore", kind)
        yield


def _distinct(words: Sequence[str], most: int) -> tuple[str, ...]:
    """The first ``most`` terms that share no word with a better one, plural or not."""
    kept: list[str] = []
    seen: set[str] = set()
    for term in words:
        pieces = {piece.removesuffix("s") for piece in term.split()}
        if pieces and not pieces & seen:
            kept.append(term)
            seen |= pieces
    return tuple(kept[:most])
