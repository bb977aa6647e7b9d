"""What readers say to or of an author: the patterns behind ``cues``, each with its weight.

Weights are log-odds, set by hand on pastes written for the purpose and on the two real
ones of the project's brief. Every pattern is bounded: no quantifier stands inside another.
"""

from __future__ import annotations

_PIECE = (
    r"(?:post|article|essay|piece|newsletter|infographic|write-?up|blog(?: post)?|column|episode"
    r"|interview|analysis|read|series|video|chart|graphic|summary|talk|overview|explanation|work|writing)"
)
_GOOD = (
    r"(?:great|excellent|brilliant|wonderful|fantastic|amazing|exceptional|superb|terrific"
    r"|outstanding|insightful|thoughtful|interesting|enjoyable|informative|helpful|lovely|nice"
    r"|good|beautiful|incredible|awesome|clear|well[- ]written|thought[- ]provoking|enlightening"
    r"|fascinating|phenomenal|important|timely|useful|spot[- ]on|fun|solid|strong|fine)"
)
_BAD = (
    r"(?:wrong|weak|misleading|nonsense|silly|terrible|lazy|confused|one-sided|unfair|bad"
    r"|disappointing|shallow|ridiculous|naive)"
)
_MORE = r"(?:very |really |so |such an? |truly |quite |rather |pretty |a |an )"
_OPENS = r"(?:^|(?<=[.!?] ))"  # a sentence begins
_THANK = r"\b(?:thanks|thank you)(?: so much| very much| again)?"
_THESE = r"(?:this|your|the)"
_JOB = (
    r"(?:nurse|teacher|doctor|developer|engineer|programmer|researcher|physicist|lawyer|student"
    r"|scientist|mathematician|linguist|retired)"
)
_YOURS = (
    r"(?:post|article|essay|piece|newsletter|points?|arguments?|conclusions?|claims?|analysis"
    r"|work|writing|view|take|framing|examples?|graphs?|numbers|critique|thesis|title|headline"
    r"|last|blog|substack|column|reasoning|definition|logic|premises?|assumptions?|tone"
    r"|(?:first|second|third|main|central) \w+)"
)

#: What a reader says to or of the author.
READER: tuple[tuple[float, tuple[str, ...]], ...] = (
    # praise and blame of the piece
    (
        2.5,
        (
            rf"{_OPENS}(?:wow[,!.]? |what an? |another |yet another |very |really )?"
            rf"{_GOOD}(?:,? \w+)? {_PIECE}\b",
            rf"{_OPENS}what an? (?:\w+ )?(?:{_GOOD}|{_BAD}) {_PIECE}\b",
        ),
    ),
    (
        2.5,
        (rf"\b{_THESE}(?: \w+)? {_PIECE} (?:is|was|are) {_MORE}{{0,2}}(?:{_GOOD}|{_BAD})\b",),
    ),
    (1.5, (rf"\b(?:was|is|for) an? {_MORE}?{_GOOD} {_PIECE}\b",)),
    (
        2.0,
        (
            r"\bI(?: have)?(?: really| thoroughly| very much| quite)? (?:enjoyed|loved|liked"
            rf"|appreciated?)(?: reading)? (?:this|your|the {_PIECE}|how you|that you)\b",
        ),
    ),
    (1.5, (rf"^{_GOOD}[.! ]*$", r"^(?:love|loved) it[.! ]*$")),
    (1.8, (rf"{_OPENS}(?:I )?(?:really )?(?:love|loved|enjoyed|liked) (?:this|your)\b",)),
    (
        1.5,
        (rf"{_OPENS}(?:beautifully|well|nicely|wonderfully|brilliantly) (?:written|put|argued)\b",),
    ),
    (
        1.8,
        (
            r"^(?:great|nice|good|excellent|fantastic|awesome|amazing) "
            r"(?:stuff|work|job|one|points?|read|summary|insights?|perspective)\b",
        ),
    ),
    (
        1.2,
        (
            r"\b(?:the|this|accompanying) (?:accompanying )?(?:article|post|essay|piece"
            r"|infographic|newsletter) (?:sets|makes|misses|ignores|fails|does|seems|gives"
            r"|explains|nails|conflates|reads|deserves|should be)\b",
        ),
    ),
    (
        1.0,
        (
            r"^(?:an? |very |really )?interesting(?: (?:take|points?|thoughts?|perspective|idea))?"
            r"\b(?=[,.! ]*(?:$|but|though|thanks|i\b|and))",
        ),
    ),
    (
        1.4,
        (
            r"\b(?:spot on|nailed it|hit the nail|made my (?:day|week)|food for thought)\b",
            r"\bI needed (?:this|to (?:read|hear) this)\b",
            r"\b(?:sharing|shared|forwarding|forwarded|bookmarked|restacked) (?:this|it)\b",
        ),
    ),
    (
        1.2,
        (
            r"\b(?:would|I['’]d) (?:love|like) (?:to (?:see|read|hear)|an?) .{0,40}"
            r"(?:follow-?up|more|part (?:two|2|ii)|post|piece|article)\b",
            r"\b(?:please write (?:more|about|again)|hope you(?:['’]ll)? (?:write|do|cover))\b",
        ),
    ),
    (
        2.0,
        (
            r"\bone of the (?:best|finest|most \w+) (?:\w+ ){0,2}"
            r"(?:you['’]ve|you have|I['’]ve read)\b",
            r"\b(?:been )?reading you\b|\byou never (?:disappoint|fail)\b",
            rf"\b(?:otherwise|anyway|still|overall|but),? (?:an? )?(?:\w+ )?{_GOOD} {_PIECE}\b",
        ),
    ),
    (1.6, (r"\b(?:pleasure|joy|delight|fun|treat) to read\b",)),
    # thanks and cheers
    (
        1.8,
        (
            r"^(?:many |huge |big |so )?(?:thanks|thank you)\b"
            r"(?! to\b| for reading| for your time)(?=.{12})",
        ),
    ),
    (2.2, (rf"{_THANK} for (?:writing|sharing|this|posting|putting)\b",)),
    (1.5, (rf"{_THANK} for your (?!time|attention|support|interest|patience)",)),
    (1.2, (r", (?:thank you|thanks)(?: so much| again)?[.!]",)),
    (1.8, (r"\bkudos\b",)),
    (1.6, (r"\b(?:hats off|bravo|well done|well said|congratulations|congrats)\b",)),
    (2.4, (r"\bkeep up the \w+", r"\bkeep (?:it up|them coming|writing)\b")),
    (
        2.2,
        (
            r"\b(?:looking(?: forward)?|look forward|can['’]?t wait) "
            r"(?:to|for) (?:your|the) next\b",
        ),
    ),
    # talking to the author
    (1.8, (r"\b(?:couldn['’]t|could not|can['’]t) agree more\b",)),
    (
        1.8,
        (
            r"\bI(?: \w+)? (?:agree|disagree) with (?:you|your|the author"
            r"|this (?:post|article|essay|piece)|most of (?:this|what you))\b",
        ),
    ),
    (
        1.0,
        (
            r"^(?:I )?(?:agreed|disagree|agree|strong(?:ly)? (?:agree|disagree))\b",
            r"^(?:I )?(?:have to|must|gotta|will have to) (?:agree|disagree|admit|say)\b",
        ),
    ),
    (1.1, (r"^(?:wrong|nonsense|rubbish|bingo|correct)[.!]",)),
    (0.9, (r"\byou should (?:read|check|look|watch|try|talk)\b", r"^(?:this )?reminds me of\b")),
    (0.9, (rf"{_OPENS}as (?:someone|somebody) who\b",)),
    (1.2, (r"^(?:same (?:question|here)|seconded|great minds)\b", r"^(?:and )?subscribed\b")),
    (0.8, (r"^(?:not (?:sure|convinced)|hmm+|nah|meh|yeah|yep|wait|um+|err)\b",)),
    (
        1.3,
        (
            r"\b(?:the |previous )(?:comment|commenter|poster|reply)s? (?:above|below)\b",
            r"\b(?:in|of) (?:the )?(?:first|second|third|last|final) (?:paragraph|section)\b"
            r"|\bin (?:paragraph|section) (?:\d|one|two|three|four)\b",
            r"\bcitation needed\b|^sources?\?",
        ),
    ),
    (
        1.7,
        (
            r"\byou(?:['’]re| are)(?: \w+)? (?:right|wrong|missing|conflating|ignoring|mistaken"
            r"|correct|overlooking|confusing)\b",
        ),
    ),
    (
        1.3,
        (
            r"\byou(?:['’]ve| have)? (?:say|said|write|wrote|mention|mentioned|claim|claimed"
            r"|forgot|missed|nailed|nail|assume|seem to|describe|left out|put it|done it|did it"
            r"|underestimate|overestimate|provide no|overlook|conflate|confuse|gloss over|raise"
            r"|lay out|hit the|contradict yourself|cherry-?pick|argue|argued|imply|offer no)\b",
        ),
    ),
    (1.5, (rf"\byour {_YOURS}\b",)),
    (1.4, (r"\bas you (?:say|imply|note|write|mention|point out|put it|argue|suggest)\b",)),
    (
        0.9,
        (
            r"\b(?:on|to|at) my (?:own )?(?:blog|substack|site|newsletter)\b",
            r"\bI (?:made|make|wrote) (?:a |the )?(?:similar|same) (?:argument|point|post)\b",
            r"\bI remember (?:that|this|your|the) (?:column|post|essay|article|talk)\b",
        ),
    ),
    (1.2, (r"\b(?:the|this) author (?:\w+ly|has|hasn['’]t|is|isn['’]t|does\w*|seems|should)\b",)),
    (0.8, (r"\b(?:the|this) author\b",)),
    (1.2, (r"^(?:hi|hey|hello|dear) (?:[A-Z]\w+|there|author)\b",)),
    (
        0.9,
        (
            r"\b(?:have you (?:read|seen|considered|tried|thought)|do you (?:think|have|know of)"
            r"|what do you (?:think|make)|could you|would you|are you (?:aware|saying|suggesting)"
            r"|curious (?:what|how|whether) you|(?:what|where|how|why|when) (?:did|do|don['’]t) you"
            r"|did you (?:ever|consider|mean|write|know|say|try|see)|curious to (?:know|hear))\b",
        ),
    ),
    # talking as a reader
    (
        1.8,
        (
            r"\bas an? (?:long[- ]?time |paying |new )?(?:subscriber|reader)\b",
            r"\b(?:long|first)[- ]time (?:reader|lurker|commenter|poster)\b",
        ),
    ),
    (0.9, (rf"{_OPENS}(?:speaking )?(?:as an?|I['’]m an?|I am an?) (?:\w+ ){{0,3}}{_JOB}\b",)),
    (
        1.2,
        (
            r"^(?:wow|respectfully|with (?:all )?(?:due )?respect|sorry,? but"
            r"|just (?:want|wanted) to (?:say|add))\b",
            r"\b(?:typo|(?:small|minor|one) (?:correction|quibble|nitpick|nit)|broken link)\b",
        ),
    ),
    (0.8, (r"\bI(?:['’]d| would)(?: only| just)? (?:add|push back|quibble)\b",)),
    (0.9, (r"\b(?:IMHO|IMO|FWIW|LOL|haha|TBH|AFAIK)\b", r"[😀-🙏👍👏🎉🙌]")),
    (1.0, (r"^(?:this|amen|exactly|same|yes|no|nope|indeed|so true|lol|\+1)[.! ]*$",)),
)
