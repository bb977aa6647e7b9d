"""Who says a sentence, by the name that the page gives them."""

from __future__ import annotations

from typing import Any

import numpy as np

Frame = Any  # a pandas DataFrame

#: Instead of an account's handle where the run was asked for pseudonyms.
PRIVATE = "a commenter"


def speakers(rows: Frame, segments: Frame, *, pseudonyms: bool) -> list[str]:
    """The speaker of each of ``rows``, in their order; "" when nobody knows.

    They go by the name under which their own statements in that document stand, so that a
    transcript's “Connor” is the “Connor Leahy” of whom others speak, and an account that
    was given a code has that code here too; else by what the document writes.

    Args:
        rows: statements with their document's facts and the column ``holder``.
        segments: the run's, with ``id``, ``speaker`` and ``role``.
        pseudonyms: whether accounts of threads and comments may go by no other name.
    """
    known = segments.set_index("id")
    said = known["speaker"].reindex(rows["segment_id"]).fillna("").astype(str).to_numpy()
    written = np.where(said == "", rows["author"].astype(str).to_numpy(), said)
    keyed = rows.assign(written=written)
    own = keyed[(keyed["holder_kind"] == "self") & (keyed["holder"] != "")]
    own = own.sort_values("id").drop_duplicates(["document_id", "written"])
    places = zip(own["document_id"], own["written"], strict=True)
    names = dict(zip(places, own["holder"], strict=True))
    comment = (known["role"].reindex(rows["segment_id"]) == "comment").to_numpy()
    private = pseudonyms & (comment | (rows["genre"] == "thread").to_numpy())
    return [
        names.get((document, name), PRIVATE if hidden and name else name)
        for document, name, hidden in zip(rows["document_id"], written, private, strict=True)
    ]
