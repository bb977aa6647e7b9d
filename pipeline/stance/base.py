"""What a stance backend is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.config import StanceSection
from pipeline.records import STANCES, Dimension, Stance, Voice
from pipeline.registry import Assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One sentence to judge, with what stands around it and whose turn it is in."""

    text: str
    before: str = ""
    after: str = ""
    speaker: str = ""
    document: str = ""  # where it stands, "" = alone; what one speaker says there belongs together


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Probabilities over the five stances (sum 1), and what else the backend can say."""

    stances: Mapping[Stance, float]
    dimension: Dimension = "-"
    voices: Mapping[Voice, float] = field(default_factory=dict)  # without "-"; empty = no opinion
    nobody: bool = False  # a bare fact or definition, if it takes no side: nobody's view
    abstained: str = ""  # code of the reason why there is no judgement; then it is neutral

    @property
    def stance(self) -> Stance:
        """The most probable stance; ties go to the earlier one of ``STANCES``."""
        return max(STANCES, key=lambda stance: self.stances[stance])

    @property
    def voice(self) -> Voice:
        """The most probable voice; "-" where the backend has no opinion."""
        return max(self.voices, key=lambda voice: self.voices[voice], default="-")

    @property
    def confidence(self) -> float:
        """Probability of the most probable stance; 0 where the backend abstained."""
        return 0.0 if self.abstained else self.stances[self.stance]

    @property
    def score(self) -> float:
        """Probability of favor minus probability of against, -1..1."""
        return self.stances["favor"] - self.stances["against"]


class Judge(Protocol):
    """Judges sentences against one target."""

    name: str

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """One judgement an item, in the order of ``items``."""
        ...


class Factory(Protocol):
    """Makes a judge; what ``pipeline.stance`` entry points name."""

    def __call__(self, proposition: str, config: StanceSection, assets: Assets) -> Judge:
        """A judge of stance toward ``proposition``."""
        ...
