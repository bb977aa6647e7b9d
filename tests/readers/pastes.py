"""Pages as people paste them, written for these tests: with readers' comments and without.

``WITH_COMMENTS`` names the site's habit; ``starts`` are the first words of each comment
with the speaker its header names ("" where there is no header). ``WITHOUT_COMMENTS``
must stay whole at the default threshold. ``BARE`` are comments without any header,
written in three rounds, each before the cues were tuned on it.
"""

# ruff: noqa: E501 - pages are kept as a clipboard gives them, one paragraph a line

from __future__ import annotations

from typing import NamedTuple


class Paste(NamedTuple):
    """A pasted page: the essay, what stands between, the comments, and what to find."""

    name: str
    essay: str
    comments: str
    starts: tuple[tuple[str, str], ...]  # (speaker, first words), in order

    @property
    def text(self) -> str:
        return self.essay + self.comments


WITH_COMMENTS: tuple[Paste, ...] = (
    Paste(
        "substack headers",
        """The Ladder Has No Top
Why adding rungs stopped being a plan
Nadia Ferrow
Mar 03, 2024
Every few months a lab adds another order of magnitude of compute and tells us the ladder goes on for ever.
I have climbed it with them, paper by paper, and I no longer think that it leans on the right wall.
The curves are real. What they measure is next-word surprise, and surprise is not the thing that my doctor or my pilot needs to be good at.
What would change my mind? A system that notices when it does not know, and says so without being asked.
Until somebody shows me one, I'd rather fund ten small strange ideas than one more enormous familiar one.
""",
        """Discussion about this post
Comments
Restacks
Oleg Marin
Mar 3, 2024
Liked by Nadia Ferrow
The ladder picture is lovely, but you never say which wall would be the right one.
Is it symbols? Robots?
Expand full comment
Like (12)
Reply
Share
2 replies by Nadia Ferrow and others
Priya Raman
3d
Data quality did more for my models than size ever did.
Like (3)
Reply
Share
""",
        (
            ("Oleg Marin", "The ladder picture"),
            ("Priya Raman", "Data quality did more"),
        ),
    ),
    Paste(
        "wordpress says",
        """Bigger Engines, Same Road

When the first railway engines doubled in weight every five years, clever people drew lines on paper and asked which year the trains would fly. I think of them whenever somebody shows me a loss curve.

The analogy is unfair, and I use it anyway, because it shows where the argument hides: in the axis. A line on a log-log plot says nothing about what the quantity is good for.

My own bet is that we'll look back at this decade as the time when we perfected one ingredient and mistook it for the soup.
""",
        """
3 thoughts on "Bigger Engines, Same Road"

Tomas Lind says:
March 3, 2022 at 4:12 pm

Engines did fly in the end, though they were a different kind of engine.

Reply

hopper_fan says:
March 4, 2022 at 9:01 am

Log-log plots should come with a health warning.

I teach statistics and I mean it.

Reply

Leave a Reply
""",
        (
            ("Tomas Lind", "Engines did fly"),
            ("hopper_fan", "Log-log plots"),
        ),
    ),
    Paste(
        "hacker news",
        """Notes from a year of small models

We spent last year asking how far a model with three billion weights could go if we were patient with it. The short answer is further than the leaderboard suggests.

We cleaned the data by hand for two months. We threw away four fifths of it. The model that came out answered our customers' questions as well as one thirty times its size that we had rented before.

None of this says that size is useless. It says that size is what you buy when you don't know what else to do.
""",
        """
quietloop on Oct 9, 2023 | parent | next [-]

Four fifths thrown away is the headline here. Most teams never dare.

reply

mbx 3 hours ago | parent | prev | next [-]

Any numbers on out-of-domain questions? Small ones usually fall over there.

reply

quietloop on Oct 9, 2023 | root | parent [-]

Same experience at my shop.

reply
""",
        (
            ("quietloop", "Four fifths"),
            ("mbx", "Any numbers"),
            ("quietloop", "Same experience"),
        ),
    ),
    Paste(
        "reddit new",
        """I tried to reproduce the emergence plots and here is what I got
So I had some spare credits and I reran three of the tasks that are always shown as sudden jumps.
With exact-match scoring I see the jump too. With partial credit I see a boring straight line.
I am not saying emergence is fake, I'm saying that the ruler has notches and the object doesn't.
Code and logs will go up once I have removed my keys from them.
""",
        """Comments
u/tensorpigeon
•
2y ago
The ruler has notches is the best one-liner on this topic.
Upvote
23
Downvote
Reply
Share
u/old_backprop
•
1y ago
Partial credit can hide real jumps as well, be careful in both directions.
Upvote
7
Downvote
Reply
Share
""",
        (
            ("tensorpigeon", "The ruler has notches"),
            ("old_backprop", "Partial credit"),
        ),
    ),
    Paste(
        "reddit old",
        """Why I left a scaling team

For two years my job was to make a number on a dashboard go down. It went down. I was proud of that number and I still am.

What I could not do was explain to my sister, who nurses, what would be different on her ward when it reached the next decimal. She asked me three times. The third time I had no answer and began to look for another job.

I don't claim the number is meaningless. I claim that nobody on the team was paid to ask.
""",
        """
[–]nightshift_rn 41 points 2 years ago

As a nurse: we got the tool. It writes my handover notes. That is a difference.

permalink

[–]gradientsurfer 12 points 2 years ago

Nobody is paid to ask in any industry.

permalink
""",
        (
            ("nightshift_rn", "As a nurse"),
            ("gradientsurfer", "Nobody is paid"),
        ),
    ),
    Paste(
        "lesswrong glued",
        """What the compute forecasts leave out

Forecasts of training compute multiply three trends: money, chips and cleverness. I want to talk about a fourth that is never in the product: patience.

Investors pay for growth as long as the next step is visible from this one. If a step costs ten times more and takes three years, then the same curve which looked like destiny begins to look like a queue.

I would put a fifth of my probability on a pause of that dull kind before 2030, with no wall in sight and no breakthrough either.
""",
        """
[-]ordinalpraxis2y123

A fifth seems low to me. Construction permits alone could do it.

[-]Wren Abbott2y41

Agree on patience, though sovereign funds have more of it than venture funds do.
""",
        (
            ("ordinalpraxis", "A fifth seems low"),
            ("Wren Abbott", "Agree on patience"),
        ),
    ),
    Paste(
        "medium responses",
        """Stop Calling It a Wall
Jules Okafor
Follow
5 min read
Jan 14, 2025
Walls are flat, and you know when you have hit one. What we're seeing is mud.
Each step still moves us forward, and each costs more than the last. Mud is a question of budget and boots, not of physics.
If you must have a metaphor, take the marathon runner who trains twice as long for the last two minutes.
The interesting question is who is still willing to run when the prize for two minutes is two minutes.
""",
        """Responses (2)
Write a response
Ada Brandt
Jan 15, 2025
Mud it is. I'd only add that some of us are running in the wrong direction.
Reply
Kofi Mensah
Jan 20, 2025
Boots are called algorithms.
Reply
""",
        (
            ("Ada Brandt", "Mud it is"),
            ("Kofi Mensah", "Boots are called"),
        ),
    ),
    Paste(
        "disqus dotted",
        """The Price of a Point

A benchmark point used to cost a graduate student and a summer. I've added up the public figures and it now costs about as much as a school.

I'm not against the points. Some have paid for themselves many times over, in code written and letters drafted. But a society which buys points instead of schools should at least see the bill, and nobody prints it.

So here is the bill, with my sources, for you to check and to shout at.
""",
        """
2 Comments

Marguerite • 3 years ago
The bill forgets the power lines that the town had to build.

delta_v • 3 years ago
Schools also run on points these days, sadly.
""",
        (
            ("Marguerite", "The bill forgets"),
            ("delta_v", "Schools also run"),
        ),
    ),
    Paste(
        "blogger said",
        """On being asked for timelines

People ask me for a year, and I used to give them one. Now I ask what they'd do differently if the year were earlier or later, and mostly the answer is nothing at all.

A timeline that changes nothing isn't a forecast, it is a horoscope with error bars. I'd rather be asked which experiment would surprise me most.

It would surprise me if a model trained on nothing but text could run a small bakery for a month, and I will pay for the flour.
""",
        """
2 comments:

Ines said...

I own a bakery and I volunteer.

Grumbling Bayesian said...

Horoscopes have error bars too, they are called Geminis.
""",
        (("Ines", "I own a bakery"), ("Grumbling Bayesian", "Horoscopes have")),
    ),
    Paste(
        "youtube handles under a talk summary",
        """Summary of the keynote
The speaker opened with a chart of parameter counts and called it the only slide he had ever reused.
He then spent forty minutes on why he doesn't trust it. Models grew a thousandfold, he said, while the questions we ask of them grew by a handful.
His proposal was a moratorium on new benchmarks until the old ones have been explained.
The hall was divided, and the questions ran well over time.
""",
        """Comments
@loopunrolled
2 years ago
A moratorium on benchmarks would put half my department out of work.
@sara-vector
1 year ago
Best keynote of that conference by a mile.
Reply
""",
        (
            ("@loopunrolled", "A moratorium"),
            ("@sara-vector", "Best keynote"),
        ),
    ),
    Paste(
        "owner's line",
        """Five hundred words on size
Size is a budget line. Intelligence is what you do with the budget, and we've been grading the budget.
When I say that scale is enough, I mean enough to find out what is missing, which is more than any committee has managed.
So carry on, I say, and keep good notes, because the failure will be more instructive than the success, and both will be large.
Somebody will have to read the notes, too.
""",
        """---comments---
I keep notes for a living and nobody reads them.
It will be neither success nor failure but a quarterly report.
""",
        (("", "I keep notes"), ("", "It will be neither")),
    ),
    Paste(
        "no header, praise right after the end",
        """The Data Are Not Infinite
There's a quiet assumption in every forecast of machine intelligence: that text grows on trees.
It doesn't. We wrote the internet once, and we have already used most of it.
Synthetic text is a photocopy of a photocopy, useful for a page or two and grey thereafter.
Video might help, or it might teach the machines a great deal about cats.
So when I hear that the next model will be a hundred times larger, I ask: larger than what, and fed with what?
The answer decides whether the curve bends.
""",
        """Excellent article, as always. I had not thought of video in that way before.
Thank you for writing this! Sharing it with my team tomorrow. Looking forward to your next post.
I disagree with you about synthetic data: in code it works well, since the compiler is a judge.
""",
        (("", "Excellent article"), ("", "Thank you for writing"), ("", "I disagree with you")),
    ),
    Paste(
        "no header, bio line and a wide gap",
        """What a Wall Feels Like
I worked on the biggest run of our lab, and I'd like to tell you what a wall feels like from the inside.
It feels like a Tuesday. The loss is lower than on Monday, and nobody can find an example that got better.
We tried longer, then wider, then both. The graphs were beautiful. The chat was the same.
In the end we shipped it with a new name, because the finance team had promised a new name.
Lena Vos is a former research engineer. Subscribe to get her essays by mail.
""",
        """








The Tuesday bit made me laugh, since I've had exactly that Tuesday.
Did nobody think of testing on long tasks? Short chats saturate early.
Brave of you to write this down, Lena! Kudos.
""",
        (("", "The Tuesday bit"), ("", "Did nobody think"), ("", "Brave of you")),
    ),
    Paste(
        "no header, critics",
        """Reasoning Is Just Compression
Give a machine enough examples and the shortest program that prints them is the law behind them.
That is all that reasoning has ever been, in Kepler's head or in a cluster of processors.
People who ask for a separate organ of thought are asking for an engine with a little horse inside.
We've heard the objection from rare cases. Rare cases are only common cases which haven't been sampled yet.
Compress further, and the rest will follow.
""",
        """You're confusing a description with a cause. Kepler's law fits on a card; finding it took a life.
Your argument proves too much: a zip file of the almanac would be an astronomer.
Great read, but the little horse is a straw horse.
""",
        (("", "You're confusing"), ("", "Your argument"), ("", "Great read, but")),
    ),
    Paste(
        "one short thank-you",
        """Three Graphs About Energy

The first graph is the power that the newest data centres draw. It's steep, and it has been printed everywhere.

The second is what they replaced: older halls, office servers, a good deal of travel. It's almost as steep in the other direction, and I've never seen it in a newspaper.

The third is their difference. It's a shrug. I'd like us to argue about the third graph, and I made it because nobody else had.
""",
        """
Thanks so much for sharing this, it's the clearest treatment of the topic I have come across. Keep up the great work!
""",
        (("", "Thanks so much"),),
    ),
    Paste(
        "vocative and gap",
        """By Anton Reyes

The bitter lesson is a good lesson and it has been learnt too well. It tells us that general methods win in the long run when computation gets cheap.

It doesn't tell us that the long run is short, or that computation will stay cheap, or that the method we happen to hold is the general one.

I reread it every spring. Every spring I find that it's two pages long, and that the people who quote it at me have read one.

Let's learn the second page.
""",
        """



Second page, Anton? I only ever saw the title on a mug.

Hi Anton, I think you left out that search scales too, and the lesson says so in plain words.
""",
        (("", "Second page, Anton"), ("", "Hi Anton, I think")),
    ),
)


class Whole(NamedTuple):
    """A page without comments."""

    name: str
    text: str


WITHOUT_COMMENTS: tuple[Whole, ...] = (
    Whole(
        "ends with thanks for reading",
        """Slow Is Smooth
Nobody remembers the year in which the lifts got reliable. They were a death trap, and then they were furniture.
I think assistants will go that way. There will be no day on which they became trustworthy, only a decade after which we noticed that they were.
What gets us there isn't size. It's the dull work of finding out why the cable frays.
Thank you for reading! If you enjoyed this, share it with a friend who is afraid of lifts.
""",
    ),
    Whole(
        "open letter",
        """Dear Dr. Hale,
You asked me in Vienna why I no longer believe in your programme, and I gave you a poor answer. Here is a better one.
You have shown that your models improve with every doubling. You've never shown that what improves is what you set out to build.
Your critics are unkind and often lazy, and I don't wish to be counted among them. I've read your work for twenty years and I owe you my career.
But I think you are wrong about this, and I think that you half know it.
Thank you for your patience with a slow correspondent, and for the coffee.
Yours sincerely,
Miriam Oduya
""",
    ),
    Whole(
        "quotes reader mail",
        """Your Letters on the Plateau
Last week's column about plateaus brought more mail than anything I've written.
A reader from Leeds wrote: "Great post! Thank you for writing this, I was beginning to think that I was alone."
Another was less pleased: "You're wrong about everything and your graph is upside down. Keep up the good work."
The graph was indeed upside down for an hour on Tuesday morning, and I apologise to everybody who turned their screen.
On the substance I haven't moved. A plateau is a plateau even if the people on it are comfortable.
Next week I'll print the best of the letters on energy.
""",
    ),
    Whole(
        "acknowledgements and footnotes",
        """A Modest Law of Returns

Suppose that each doubling of compute buys a constant step in some score. Then progress measured by score is linear in doublings, and progress measured by money is logarithmic, which is a polite word for slow.

Suppose further that usefulness is a threshold. Then for years nothing happens, and in one year everything does, and both camps are right in turn.

I find the second supposition more likely for code than for conversation, and much more likely for chess than for either.

Thanks to Bela Kiss and Joan Whitmore for comments on a draft of this essay, and to the reading group for helpful discussions.

1. The score here is any bounded one; the argument fails for unbounded ones.
2. See the appendix for the case of two thresholds.
""",
    ),
    Whole(
        "review of somebody's essay",
        """Reviewing "The End of Scale"
This essay is excellent on history and weak on numbers, and the weakness matters more than the author thinks.
The article opens with the perceptron. The author tells that story better than anybody, and the piece is worth reading for these pages alone.
Then the post turns to cost. Here the author is misleading: the article counts the price of training and forgets the price of use.
I agree with the author that the field needs a new idea. I don't agree that this piece has found it.
Still, it's a great read, and the best essay on the topic this year.
""",
    ),
    Whole(
        "addressed to you throughout",
        """How to Read a Scaling Plot
You open the paper and you see a straight line. You feel that you understand something. You don't.
Look at your axes first. If both are logarithmic, your eye is being flattered: you see a line where you should see a crawl.
Now ask your paper what happens at the end of the line. You'll find that it ends where the money did.
Your next step is to cover the fit and look at the points. You will see that you could've drawn it differently.
If you do this every time, you'll be wrong less often, and you will lose some friends.
""",
    ),
    Whole(
        "speech",
        """Mr. President, honoured guests, I was asked to speak for five minutes about machines that think, and I will try to be brief, since they are not here yet.
What we have are machines that have read everything. That is wonderful, and it is not the same.
We built them by making an old idea larger. I was in the room, and I can tell you that nobody expected it to work as well as it did, least of all the people who now say that they always knew.
So let us be modest about the next step. Great work was done by people who were surprised.
Thank you very much.
""",
    ),
    Whole(
        "bio and related links",
        """The Quiet Plateau
Sales decks don't plateau. Models do, sometimes, and the decks are how you find out: the adjectives get larger as the differences shrink.
I have kept every deck since 2019 in a drawer. Read in order they're a history of the word unprecedented.
The last one uses it nine times. The product it describes fixed a date-parsing bug.
I don't mean to mock. Fixing date parsing is progress; I only wish that it had been called that.
Ruth Adeyemi is a technology writer based in Lagos.
More from this author
The drawer of decks
Adjectives per quarter
""",
    ),
    Whole(
        "interview quotation at the end",
        """Talking to the Builders
I spent a week with people who build training clusters, to ask what they think the heat is for.
Most of them don't ask. The heat is for the customer, and the customer is for the quarter.
One engineer had thought about it. She keeps a kettle on the exhaust vent, which boils, and she makes tea for visitors.
"You people write as if somebody had decided this," she told me. "Nobody decided it. Thank you for coming, and keep up the questions."
I have been thinking about the kettle ever since.
""",
    ),
    Whole(
        "sections and a call to act",
        """What Should We Measure?

The trouble

We measure what's easy. Multiple choice is easy. So our models are very good at multiple choice, and our children are too.

The proposal

Take ten jobs that people are paid for. Let a model do each of them for a month. Pay somebody to find the mistakes. Publish the invoice.

The objection

It's expensive and slow, you'll say. Yes. So is finding out anything worth knowing, and it's cheaper than one more training run.

Leave a comment if you would like to volunteer a job, and subscribe if you want to see the invoice.
""",
    ),
    Whole(
        "dialogue essay",
        """A Dialogue on Emergence
SIMPLE: You say that the ability emerged. Where was it before?
WISE: Below your threshold. You didn't look there, since you were looking at a score.
SIMPLE: Then you agree with me that nothing happened!
WISE: Something happened, but slowly, and you are right that the picture was drawn to hide it.
I wrote this little scene for a class, and I have used it ever since, because students always side with SIMPLE and then argue like WISE.
The moral, if there must be one, is that a jump in a graph is a fact about the graph until proven otherwise.
""",
    ),
    Whole(
        "praise of a third party at the end",
        """Learning From Protein Folding
The folding result is the strongest card in the hand of those who say that learning beats knowing.
Look closer and you'll find geometry built in, evolution fed in, and forty years of crystallography holding it all up.
That isn't a complaint. It is a recipe, and a far more interesting one than "add more of it".
The team wrote an excellent paper about what they put in and why, and I wish that more people had read past the figure.
It was a wonderful piece of work. I hope that it's remembered for what it was.
""",
    ),
    Whole(
        "newsletter with reading list",
        """This Week in Curves
The big lab published a chart without a y-axis. The small lab published a y-axis without a chart. I'm told that both are hiring.
On the chart: if you remove the labels, all progress looks the same. That was the joke of the week, and it was made by their own staff.
On the axis: it's a good one, in kilowatt hours per solved task, and I hope it catches on.
Further reading
A history of the y-axis, in four parts
Why we stopped labelling things
See you next week, and tell me what I missed.
""",
    ),
    Whole(
        "wide gaps between parts",
        """Two Fragments



The first fragment. I used to think that intelligence was a staircase, with us on the landing. Now I think it's a coast, and every model is a different boat, and we keep asking which boat is highest.



The second fragment. My father fixed radios. He said that a louder radio isn't a better radio, though customers think so for about a week. I've thought of that sentence in every meeting about parameters that I have had to sit through.
""",
    ),
    Whole(
        "personal ending",
        """Leaving the Lab
I've packed my desk. It took one box, and half of that were mugs.
We did what we'd said we'd do: we made it bigger, it got better, and we were paid. I have no scandal to report.
But I'm forty, and I'd like to work on something that could fail in an interesting way.
I'm grateful to my team for their help and for all the feedback on my bad ideas over the years. You know who you are, and you were right about the tokenizer.
If you want to write to me, my address hasn't changed.
""",
    ),
    Whole(
        "mentions comments below",
        """Is the Bet Still Good?
Three years ago I bet a colleague a hundred euros that size alone would not get a model through the second year of law school.
I lost in eighteen months, and I paid. I'd like to say that I was gracious.
What I should have bet on was the third year, in which you meet clients. Clients lie, forget, and change their minds, and no exam does that.
So the bet is on again, at double the stake, and the terms are posted in the comments below by request of my colleague.
I expect that I'll win this one, and I expect that winning will feel worse.
""",
    ),
)


# Comments without any header, below three essays.

COST = """The Cost of Certainty
Everyone in my line of work has been asked for a probability this year, and most of us have obliged.
I have come to think that the number is a way of not answering. It looks like knowledge and it commits you to nothing.
What people want to know is whether to change their plans. For that, you need reasons and not decimals.
My reasons are these. Costs rise faster than benefits, the good data are gone, and nobody has shown me a machine that learns a trade.
If one of the three changes, I'll change my plans, and I will tell you which one it was.
"""

CHESS = """I Was Wrong About Chess
In 1994 I wrote that no machine would beat the champion in my lifetime, and I was twenty-six and in good health.
Being wrong in print is a fine education. You learn what you'd assumed, since it's what you left out.
I had assumed that looking further ahead was a different thing from playing better. It wasn't, and that was that.
Today I hear the same assumption about language, from people as young and healthy as I was.
They may be right this time. But I'd ask them to write down, now, what would make them stop.
"""

BAKERS = """What the Bakers Know
There is a bakery below my flat, and I have learnt more about machine learning there than at any conference.
The first thing that bakers know is that twice the flour isn't twice the bread. The oven is the oven.
The second is that a recipe for ten loaves doesn't become a recipe for a thousand by arithmetic. Heat moves differently in a large mass.
The third is that customers notice taste and never size. They come back for the crust.
I think that we've spent five years buying flour, and I suspect that somebody will soon ask about the oven.
"""

BIO = "Tomas Reinholt writes about technology from Oslo. Subscribe for free to receive new posts.\n"

BARE: tuple[Paste, ...] = (
    Paste(
        "cost: mixed",
        COST,
        """\
This is spot on. I'm a high school teacher and my students ask for percentages about everything now.
Not convinced. The good data being gone is a claim about text, and there is a lot more in the world than text.
Typo in paragraph three: "commits you nothing".
""",
        (
            ("", "This is spot on."),
            ("", "Not convinced. The good"),
            ("", "Typo in paragraph three:"),
        ),
    ),
    Paste(
        "cost: questions",
        COST + BIO,
        """\
Have you seen the results from last week? They seem to contradict your second reason.
Costs per token are falling tenfold a year. How does this fit?
I really appreciate how you lay out what would change your mind. More people should do this.
""",
        (
            ("", "Have you seen the"),
            ("", "Costs per token are"),
            ("", "I really appreciate how"),
        ),
    ),
    Paste(
        "cost: short ones",
        COST,
        """\
Brilliant.
Couldn't agree more, Tomas.
Thanks, I needed this today.
""",
        (
            ("", "Brilliant."),
            ("", "Couldn't agree more, Tomas."),
            ("", "Thanks, I needed this"),
        ),
    ),
    Paste(
        "cost: angry",
        COST,
        """\
What a lazy article. You provide no evidence for any of the three reasons and your tone is insufferable.
Have to agree with the comment above, the author clearly hasn't used any of these tools since 2023.
""",
        (
            ("", "What a lazy article."),
            ("", "Have to agree with"),
        ),
    ),
    Paste(
        "cost: long thoughtful",
        COST,
        """\
I enjoyed reading this, though I think that you underestimate how quickly the economics can shift. When I worked in solar, every forecast was wrong in the same direction for fifteen years, and it was always the people with reasons who were most wrong.
The solar analogy is interesting but panels are a commodity. Intelligence isn't. Nice essay in any case!
""",
        (
            ("", "I enjoyed reading this,"),
            ("", "The solar analogy is"),
        ),
    ),
    Paste(
        "cost: thanks long",
        COST,
        """\
Thank you, this helped me to explain to my board why we're not buying another cluster. Would love to see a follow-up on the trade-learning point.
""",
        (("", "Thank you, this helped"),),
    ),
    Paste(
        "chess: disagree politely",
        CHESS,
        """\
Interesting piece, but chess is closed and language is open. The analogy doesn't carry the weight you put on it.
I think the author is too hard on himself.
Agree with the previous commenter. Wonderful writing as ever.
""",
        (
            ("", "Interesting piece, but chess"),
            ("", "I think the author"),
            ("", "Agree with the previous"),
        ),
    ),
    Paste(
        "chess: questions",
        CHESS,
        """\
What did you write down for yourself? Would be curious to know.
Same question here.
""",
        (
            ("", "What did you write"),
            ("", "Same question here."),
        ),
    ),
    Paste(
        "chess: praise",
        CHESS,
        """\
One of the best things you've written. Honest and funny.
I've been reading you since the chess column and you never disappoint. Thank you.
A pleasure to read with my coffee this morning.
""",
        (
            ("", "One of the best"),
            ("", "I've been reading you"),
            ("", "A pleasure to read"),
        ),
    ),
    Paste(
        "chess: nitpick",
        CHESS,
        """\
Small quibble: the match was in 1997, not 1996 as you imply further down. Otherwise a lovely essay.
""",
        (("", "Small quibble: the match"),),
    ),
    Paste(
        "bakers: pushing back",
        BAKERS,
        """\
The bakery metaphor will stay with me, thank you. One thing I'd push back on is the oven: isn't that just bandwidth, and aren't we building bigger ones?
""",
        (("", "The bakery metaphor will"),),
    ),
    Paste(
        "bakers: somebody who knows",
        BAKERS,
        """\
As someone who actually ran a bakery for twenty years, I can confirm all three. Loved this.
Beautifully written. But you don't mention yeast, which does scale!
""",
        (
            ("", "As someone who actually"),
            ("", "Beautifully written. But you"),
        ),
    ),
    Paste(
        "bakers: curt",
        BAKERS,
        """\
Wrong. Customers do notice size, look at the phone market.
You should read Lind on industrial baking, he makes the opposite case.
lol at "the oven is the oven"
""",
        (
            ("", "Wrong. Customers do notice"),
            ("", "You should read Lind"),
            ("", 'lol at "the oven'),
        ),
    ),
    Paste(
        "bakers: enthusiasts",
        BAKERS,
        """\
Wow, what a great metaphor! Please keep these coming.
I shared this with my whole department. We're arguing about it as I type.
""",
        (
            ("", "Wow, what a great"),
            ("", "I shared this with"),
        ),
    ),
    Paste(
        "bakers: name after the bio",
        BAKERS + "Ola Brix is a reporter. Thanks for reading! Subscribe for more.\n",
        """\
Heat moves differently in a large mass, that's the whole story of data centres too.
Ola, do you have a source for the five years?
""",
        (
            ("", "Heat moves differently in"),
            ("", "Ola, do you have"),
        ),
    ),
)

#: Nothing in these says that readers speak; suspected perhaps, but never cut wrongly.
MISSED: tuple[Whole, ...] = (
    Whole(
        "cost: after bio, no cue",
        COST
        + BIO
        + """\
Probabilities are fine if you bet on them.
Markets exist for this purpose and they are at nineteen percent.
""",
    ),
    Whole(
        "cost: gap, no cue",
        COST
        + """\




Probabilities are fine if you bet on them.

Markets exist for this purpose and they are at nineteen percent.
""",
    ),
    Whole(
        "chess: memories",
        CHESS
        + """\
I remember that column! You got a lot of mail about it, if I recall correctly.
My father cut it out and stuck it on the fridge. He's still not convinced about 1997.
""",
    ),
    Whole(
        "chess: link dropper",
        CHESS
        + """\
I made a similar argument on my blog a few months ago, happy to share the link if anyone's interested.
Great minds! Subscribed to both of you now.
""",
    ),
    Whole(
        "bakers: one vague line",
        BAKERS
        + """\
Nice one! Reminds me of the old essay about kitchens and compilers.
""",
    ),
)

BARE_WITHOUT: tuple[Whole, ...] = (
    Whole(
        "cost: mail-in column",
        COST
        + """\
I put these questions to three colleagues.
The first said that my post was too gloomy. The second said it was not gloomy enough.
The third sent me a photograph of her dog, which I found to be the best argument of the three.
""",
    ),
    Whole(
        "cost: ends with advice",
        COST
        + """\
So here is what you should do. Write down your three reasons, and show them to somebody who disagrees with you.
If you are right, you'll have lost an hour. If you're wrong, you will have saved a career.
Your future self will thank you for it.
""",
    ),
    Whole(
        "cost: ends with thanks to commenters",
        COST
        + """\
Update: thank you all for the great comments on the first version of this essay. Several of you pointed out that I had the sign of the second effect wrong, and you were right.
I have fixed it above.
""",
    ),
    Whole(
        "cost: reply essay",
        """\
A Reply to Daniel
Daniel, you wrote last week that scale has won, and I would like to disagree in public since you did me the honour of doing so.
Your argument rests on one graph. I like the graph. I don't like the axis that you left off.
You say that every sceptic has been wrong since 2012. I've been a sceptic since 2014, and I claim two years of grace.
Your best point is the one about chess. I've thought about it for a week and I have no answer to it.
But one good point isn't a programme, and I believe that you know this better than I do.
Thank you for the argument. I look forward to your next one.
""",
    ),
    Whole(
        "cost: interview",
        """\
Five Questions for Ina Holm
What do you make of the latest models?
They're useful. I use them every day, and I'd be cross if you took them away.
So you agree with the optimists?
No. You can like a bicycle without believing that it'll grow wings.
What would convince you?
A model that asks me a question that I find interesting. I've been waiting for six years.
Thank you for your time!
Thank you, this was a great conversation.
""",
    ),
    Whole(
        "cost: postscript",
        COST
        + """\
P.S. Several readers asked for the spreadsheet. It's on my website, and I'd be grateful for corrections.
P.P.S. No, I will not bet.
""",
    ),
    Whole(
        "cost: book ad at the end",
        COST
        + BIO
        + """\
His new book, The Decimal Delusion, is out in May.
Praise for The Decimal Delusion: "Excellent, funny and wrong in all the right places."
""",
    ),
    Whole(
        "cost: related posts",
        COST
        + """\
Related posts
The price of doubt
A short history of the decimal
What my father knew about lifts
""",
    ),
    Whole(
        "chess: ends in quoted reply",
        CHESS
        + """\
One of them did write back, and I have his permission to quote him.
"Thanks for your honesty," he wrote. "You made me laugh, and I've written down my three conditions."
I wish him better luck than I had.
""",
    ),
    Whole(
        "chess: to you the reader",
        CHESS
        + """\
So what would make you stop? Write it down. I'm serious, you'll thank yourself in ten years.
I have written mine down and sealed the envelope.
""",
    ),
    Whole(
        "chess: podcast outro",
        CHESS
        + """\
This essay is also available as an audio version, read by the author.
Music by Pelle Nord. Edited by Greta Sund.
""",
    ),
    Whole(
        "chess: praise of a book",
        CHESS
        + """\
If you want the long version, read Kasimir Dale's book. It is a brilliant book, funny and fair, and I agree with most of it.
""",
    ),
    Whole(
        "chess: corrections",
        CHESS
        + """\
Correction: an earlier version gave the year of the match as 1996. Thanks to the reader who spotted it.
""",
    ),
    Whole(
        "bakers: thanks to the baker",
        BAKERS
        + """\
Thank you to Greta, who runs the bakery, and who let me stand in her way for a week.
""",
    ),
    Whole(
        "bakers: you, whoever reads",
        BAKERS
        + """\
If you bake, you know all this. If you don't, go downstairs early one morning and ask.
You'll learn something, and you will smell wonderful for the rest of the day.
""",
    ),
    Whole(
        "bakers: a friend is quoted",
        BAKERS
        + """\
Greta read a draft of this and said, "Great article, but you forgot the yeast." She's right, of course.
Yeast is for next week.
""",
    ),
    Whole(
        "bakers: some links",
        BAKERS
        + """\
Some links
Lind's excellent article on industrial baking is here.
A lovely talk on heat in data centres is there.
""",
    ),
    Whole(
        "bakers: question to the readers",
        BAKERS
        + """\
What do you think? Have you seen an oven lately?
""",
    ),
)
