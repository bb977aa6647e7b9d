"""Turns of phrase that say how somebody stands to what was said: denied, granted, supposed.

Regular expressions over a sentence, since they are fixed words and their order: no parse is
needed, and each can be read on its own. Which of them counts when is for ``voice``.
"""

from __future__ import annotations

import re

_LEAD = r"^[\W_]*(?:(?:but|and|well|yet|so|no|yeah|now|look|oh|i mean|actually)[\s,]+){0,3}"
_THEY = r"(?:he|she|they|it|that|this|which|these|those|both|(?:all|none) of (?:it|this|that))"
_BE = r"(?:\s(?:is|was|are|were|has been|have been|turned out to be|proved|looks?)|['’](?:s|re))"
_FALSE = (
    r"(?:wrong|mistaken|false|nonsense|absurd|ridiculous|silly|rubbish|bollocks|naive|naïve|untrue|"
    r"a (?:mistake|myth|fantasy|lie|fallacy|non sequitur|joke)|bunk|bullshit|hogwash|delusional|"
    r"deluded|laughable|embarrassing|preposterous|far-fetched|a stretch|wishful thinking|"
    r"balderdash|baloney|not (?:so|true|right|the case|how|what|correct|even))"
)
_TRUE = r"(?:right|correct|true|spot on|on to something|onto something|not (?:wrong|lying))"
_ADVERB = (
    r"(?:\s(?:\w+ly|just|simply|all|both|dead|plain|still|so|quite|not only|pure|utter|complete))?"
)
_NEGATED = r"(?:isn|wasn|aren|weren|didn|doesn|don|won|wouldn|hasn|haven|can|couldn)['’]?t"
#: The next sentence denies what was reported.
DENIED = re.compile(
    _LEAD + rf"(?:{_THEY}{_BE}{_ADVERB}\s{_FALSE}|"
    rf"{_THEY}\s{_NEGATED}(?:\s(?:so|true|right|the case|how|what|correct)\b|\s*[.!])|"
    r"i\s(?:\w+\s)?(?:disagree|beg to differ)|i\s(?:really |just |still )?(?:do not|don['’]t)\s"
    r"(?:buy|agree|believe|accept|think so)|i (?:said|told)\b.{0,30}\b(?:never|not|n['’]t)\b|"
    r"(?:(?:pure |utter |what )?nonsense|wrong|nope|rubbish|false|hardly|ha|not so|how wrong|"
    r"balderdash|baloney|poppycock|piffle|far from it|on the contrary|quite the (?:opposite|"
    r"contrary)|the opposite is true|not (?:a chance|even close|at all)|if only|dream on|"
    r"good luck with that)\b|"
    rf"{_THEY} (?:never (?:did|does|do|will|has|have|happened|came|was|were)|(?:did|does|do|will|"
    r"would|is|are|was|were) (?:not|no such thing)\s*[.!])|"
    r"i(?:['’]m| am| remain) (?:not convinced|unconvinced|unpersuaded|not so sure)|i doubt (?:it|"
    r"that|this)\s*[.!]|there(?:['’]s| is) no (?:evidence|reason|sign)\b|"
    r"no(?:thing|body| one) (?:of the sort|of the kind|should believe|has ever)\b|"
    r"(?:this|the|here)\b.{0,40}\bwhy (?:that|this|it)(?:['’]s| is) not|"
    r"the (?:truth|reality|problem) is\b|(?:he|she|they) (?:should|could)(?:n['’]t| not)\b)",
    re.I,
)
#: The next sentence grants it.
GRANTED = re.compile(
    _LEAD + rf"(?:{_THEY}{_BE}{_ADVERB}\s{_TRUE}|i\s(?:\w+\s){{0,2}}(?:agree|concur|share)\b|"
    r"i (?:\w+ )?think so,? too\b|i could(?:n['’]t| not) have (?:put|said) it better|"
    r"i believe (?:him|her|them|it)\b|(?:exactly|indeed|quite right|precisely|hear, hear)\b|"
    r"i['’]m with (?:him|her|them)|(?:so )?i['’]ll (?:just )?take (?:his|her|their) word|"
    r"i could(?:n['’]t| not) agree more|(?:well said|just so|amen|true enough|fair enough|"
    r"and rightly so|hard to (?:disagree|argue))\b|"
    r"(?:he|she|they) (?:has|have|had|got) (?:a point|it right|this right)\b|"
    r"(?:he|she|they|it|that|this|all of (?:it|this|that)) (?:kind of |sort of )?(?:do |does )?"
    r"(?:actually |really |all )?makes? sense\b|"
    r"(?:that|this|it)(?:['’]s| is) (?:exactly|precisely|just) (?:it|so|the point)\b)",
    re.I,
)
#: Words of distance inside the report.
DISTANT = re.compile(
    r"(?<!rightly or )\b(?:wrongly|mistakenly|falsely|erroneously|foolishly|naively|supposedly|"
    r"allegedly|absurdly|"
    r"so-called|wrong-headed|misguided|ridiculous|nonsensical|misleadingly|infamously|laughabl[ey]|"
    r"pretend(?:s|ed|ing)?|fantas(?:y|ies)|delusions?|snake oil|fables?|fairy[- ]tales?|"
    r"hucksters?|gullible|stupid(?:ly)?|"
    r"idiotic|hypsters?|cult|grifters?|used to (?:say|tell|think|believe|claim)|swore|alleged|"
    r"keeps? (?:on )?(?:saying|telling|claiming|insisting)|"
    r"still (?:think|believe|claim|say|insist)s?|would have (?:us|you) believe|"
    r"(?:ask|want|expect)s? us to believe|(?:conveniently|breathlessly|blithely|solemnly)|"
    r"with a straight face)\b|"
    rf"[,;—–] ?which{_BE}{_ADVERB}\s{_FALSE}",
    re.I,
)
#: Words of agreement inside the report.
AGREED = re.compile(
    r"\b(?:rightly(?! or)|(?<!reading him )(?<!reading her )(?<!reading them )correctly|aptly|"
    r"wisely|presciently|(?:has|have|had|got) it right|"
    r"(?:is|are|was|were|['’]s|['’]re) (?:\w+ly |quite |dead )?right (?:that|to|about|when|in)|"
    r"(?:i|we)(?: \w+){0,3} (?:agree|concur) with|i['’]m with|which i share|convinced me|"
    r"i(?:['’]ll| will)? take (?:his|her|their) word|(?:put|said|says|puts) (?:it|this) best|"
    r"nailed it|(?:has|have) a (?:point|case)\b|a point well taken|credit where|"
    r"strikes? me as (?:sound|right|correct|true|plausible|convincing)|been dead on|"
    r"and they did\W*$|"
    r"saw (?:it|this|that) coming|(?:i|we) share (?:the|his|her|"
    r"their)|to (?:his|her|their) credit|(?:as|and) (?:he|she|they) should|memorably|"
    r"convincingly|persuasively)\b|"
    rf"[,;—–] ?(?:which|and (?:honestly |frankly |actually )?(?:he|she|they|it)){_BE}{_ADVERB}\s"
    rf"{_TRUE}\b",
    re.I,
)
#: The author turns against what was reported, in the same sentence.
TURNS = re.compile(r"(?:;|—|–|, but|, yet)\s+(?:but )?(?:i|we) (?!said\b|told\b)\w+[^\"”’]*$", re.I)
#: At its head: the sentence supposes something.
SUPPOSED = re.compile(
    r"^[\W_]*(?:(?:but|and|so|well|okay|ok|fine|alright|now|or|then|i mean|i guess)[\s,]+){0,3}"
    r"(?:(?:to|let me|i(?:['’]ll| will)) (?:play (?:the )?devil['’]s advocate|steel-?man)\b|"
    r"suppose(?! is\b)|supposing|imagine|assume|assuming|granting that|what if|what about if|"
    r"say (?!what\b)(?:that )?|if (?:this|that|it|he|she|they|all (?:this|that)|(?:the )?[\w’'-]+"
    r"(?: [\w’'-]+)?) "
    r"(?:is|are|was|were) (?:right|true|correct)\b|were (?:this|that|it|he|she|they) (?:to|right|"
    r"true|so)\b|"
    r"let(?:['’]s| us(?: for a moment)?) (?:say(?! (?:it|this|so)\b)|assume|suppose|imagine|grant)|"
    r"you(?:['’]ll| might| may| could| will| would)(?: now| well| also| still| perhaps)? "
    r"(?:say|think|argue|object|ask|reply|answer|wonder|protest)|"
    r"for the sake of argument|devil['’]s advocate)\b",
    re.I,
)
#: Said before it, they make the next sentence a part that is played.
PLAYED = re.compile(
    r"\b(?:devil['’]s advocate|steel-?man|for the sake of (?:the )?argument|suppose|hypothetical|"
    r"(?:let me be|play(?:ing)?) the (?:skeptic|sceptic|optimist|critic|bull|bear)|"
    r"imagine (?:that|for))\b",
    re.I,
)
#: A question mark behind a statement.
TAG = re.compile(
    r",?\s(?:right|no|yeah|you know|okay|isn['’]t it|aren['’]t they|eh|huh)\s*\?[\W_]*$", re.I
)
#: "Does Anthropic expect it to hold?", "would he say that it is a table?"
ASKS = re.compile(
    r"^\W*(?:(?:but|and|so|well|okay|ok|or|now|then)\W+)?(?:do|does|did|is|are|was|were|would|could|"
    r"can|will|has|have|had|should|may|might)\b",
    re.I,
)
#: Questions that say something: "who would want a larger parrot?".
RHETORICAL = re.compile(
    r"^\W*(?:(?:but|and|so|then|or)\W+)?(?:why|who|what|how|which|where|when|whose)\b", re.I
)
IRONY = re.compile(r"(?:^|\s)(?:/s|\(sarcasm\)|\[sarcasm\])(?:\W|$)|</?sarcasm>", re.I)
