"""First names that nearly always go with "he", or nearly always with "she".

Names that go with both (Alex, Robin, Sam, Kim, Andrea), and all that are not listed, say
nothing: then "he" and "she" may both point at them. A pronoun used of somebody is never
stored; the lists only rule people out as the ones whom a pronoun can mean.
"""

from __future__ import annotations

from pipeline.discourse.people import pieces
from pipeline.discourse.words import wordlist

_HE = wordlist(
    """
    aaron adam ahmed aidan alan albert alexander andrew anthony antonio arthur ben benjamin bernard
    bill bob boris brad brandon brian bruce carl carlos charles christian christopher clement
    connor craig dan daniel dario dave david demis dennis dmitri donald douglas dwarkesh ed edward
    eliezer elon eric erik ernest ethan eugene felix francois frank fred gary geoffrey george
    gerald giovanni graham greg gregory guillaume gustav hans harold harry henry herbert howard
    hubert hugo ian igor ilya ivan jack jacob jaime jakub james jan jared jason jeff jeffrey jensen
    jeremy jerome jim joe johan john jonathan jose joseph josh joshua juan judea jurgen karl keith
    ken kenneth kevin klaus larry lars lawrence leonard leopold liam luca luis lukas marc marco
    marcus mario mark martin masayoshi matt matthew max michael miguel mike mohamed mohammed murray
    mustafa nathan neil nicholas nicolas nigel noam oliver omar oriol oscar otto pablo patrick paul
    pedro peter philip pierre rafael ralph ray raymond ricardo richard rob robert rodney roger
    roland ron ronald ross russell samuel satya scott sebastian sergey shane simon stefan stephen
    steve steven stuart sundar ted theodore thomas tim timothy toby todd tom trenton victor
    viktor vincent vishal vladimir walter warren wilhelm will william wolfgang yann yoshua
    """
)
_SHE = wordlist(
    """
    abigail ada agnes aisha ajeya alice alicia alison amanda amelia amy ana anna anne annette
    angela anita anja anya astrid audrey barbara beatrice bella beth betty brenda bridget carol
    carolina caroline catherine cecilia charlotte cheryl chiara christina christine claire clara
    cynthia daniela deborah denise diana diane dolores dorothy edith elena eleanor elisabeth
    elizabeth ella ellen elsa emily emma erica esther eva evelyn fatima fei-fei fiona florence
    frances gabriela gina gloria grace greta hannah hanna harriet heather heidi helen helena
    henrietta ida ines ingrid irene irina iris isabel isabella jane janet jennifer jessica joan
    joanna josephine judith judy julia julie karen katherine kate kathleen katja katrin laura lena
    linda lisa louise lucia lucy lydia magdalena margaret maria marianne marie marina marjorie
    martha mary matilda maya meghan melanie melinda meredith mia michelle mira miriam monica
    nadia nancy naomi
    natalia natalie natasha nina nora olga olivia pamela patricia paula pauline penelope rachel
    rebecca rita rosa rosalind rose ruth sandra sara sarah sheila silvia simone sofia sonia sophia
    sophie stella stephanie susan susanne svetlana sylvia tamara tania tatiana teresa theresa
    timnit ursula valerie vanessa vera veronica victoria virginia wendy yejin yvonne zoe
    """
)


_EITHER = wordlist(
    """
    alex ali andrea ash blake cameron casey chris dana drew francis geoff jamie jess jo jordan kim
    lee leslie lou morgan nicky pat quinn robin sam sasha shannon shay taylor terry tony
    """
)


def is_first_name(word: str) -> bool:
    """True for a first name that a list has: "Sam" on its own is somebody, and no group.

    >>> is_first_name("Sam"), is_first_name("Critics")
    (True, False)
    """
    return word[:1].isupper() and word.lower() in _HE | _SHE | _EITHER


def suits(pronoun: str, name: str) -> int:
    """How well "he" or "she" suits the first name of ``name``: 0 not, 1 perhaps, 2 well.

    Nearly all names that no list has are men's in this debate, so that a listed name beats
    them for "she", and ties with them for "he".

    >>> suits("she", "Geoffrey Hinton"), suits("she", "Sam Altman"), suits("she", "Fei-Fei Li")
    (0, 1, 2)
    """
    parts = pieces(name)
    forms = {parts[0], "-".join(parts[:2])} if parts else set()
    if pronoun == "she":
        return 0 if forms & _HE else 1 + bool(forms & _SHE)
    return int(not (pronoun == "he" and forms & _SHE))
