"""Every error code: what it means, why it happens, what to do.

``scaling-discourse explain CODE`` shows an entry; docs/errors.md lists them all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means and what to do; shown by ``scaling-discourse explain CODE``."""

    title: str
    cause: str
    remedy: str


CATALOGUE: dict[str, Explanation] = {
    "C001": Explanation(
        "unknown configuration key",
        "pipeline.toml, a corpus.toml or a --set option names a key that does not exist.",
        "Use the key named in the message, or see the documented keys in docs/configuration.md.",
    ),
    "C002": Explanation(
        "configuration value not allowed",
        "A key has a value of the wrong type or outside its range.",
        "Give a value of the kind named in the message.",
    ),
    "C003": Explanation(
        "configuration file cannot be read",
        "The TOML file is not valid, or cannot be opened.",
        "Mend the line named in the message; strings need quotes in TOML.",
    ),
    "C101": Explanation(
        "no corpora found",
        "The corpora folder does not exist, or holds no readable file.",
        "Run `scaling-discourse corpus new NAME`, or put files into a folder under corpora/.",
    ),
    "C102": Explanation(
        "format not supported",
        "No reader knows this kind of file.",
        "Save it as UTF-8 text, Markdown, WebVTT, SRT, CSV, JSON Lines or Parquet.",
    ),
    "C103": Explanation(
        "text cannot be decoded",
        "The file is not text in UTF-8, UTF-16 or a Western encoding, or is binary.",
        "Save it as UTF-8, or set `encoding` in the folder's corpus.toml.",
    ),
    "C104": Explanation(
        "date cannot be read",
        "A date field is not a year, a month or a day in a form that has only one reading.",
        'Write 2023, 2023-04 or 2023-04-11, or set `dates.on_error = "none"` in corpus.toml.',
    ),
    "C105": Explanation(
        "empty file",
        "The file holds no text beyond white space.",
        "Remove it, or export it again.",
    ),
    "C106": Explanation(
        "file or line too large",
        "The file, or one line or field of it, is over the limit that protects memory.",
        "Split the file, or raise `read.max_file_mb` or `read.max_line_mb` in pipeline.toml.",
    ),
    "C107": Explanation(
        "table columns not understood",
        "A table has no column that holds the text, or a mapped column is missing.",
        'Name the columns under `[columns]` in the folder\'s corpus.toml, e.g. text = "body".',
    ),
    "C108": Explanation(
        "row or record damaged",
        "A row of a table, a line of a JSON file or a cue of a caption file is not valid.",
        "Mend the line named in the message; the other rows were read.",
    ),
    "C109": Explanation(
        "file truncated",
        "The file ends in the middle of a record.",
        "Export it again; what could be read was kept.",
    ),
    "C110": Explanation(
        "captions not understood",
        "A WebVTT, SRT or json3 file holds no cue that can be read.",
        "Check that the first line is WEBVTT, or that times look like 00:00:01,000.",
    ),
    "C111": Explanation(
        "file changed or vanished during the run",
        "The file was different when it was read from when the run began.",
        "Run again when nothing writes to the folder.",
    ),
    "C112": Explanation(
        "file refused",
        "It is a link out of the corpora folder, a device, a pipe or unreadable.",
        "Copy the real file into the corpus folder and make it readable.",
    ),
    "C113": Explanation(
        "front matter not understood",
        "The block between --- lines is not simple YAML of keys and strings or lists.",
        "Quote values that hold a colon; anchors, tags and nesting are not read.",
    ),
    "C114": Explanation(
        "comments may follow the essay",
        "Something like readers' comments follows the text, but the boundary is not certain.",
        "Put a line `---comments---` before the first comment, or set `paste.comments_from`.",
    ),
    "C115": Explanation(
        "exact duplicate",
        "Another document has the same text; the first in corpus and path order is kept.",
        "Nothing to do; remove one copy if you like.",
    ),
    "C116": Explanation(
        "not a text of the debate",
        "The file is a side-car, licence, read-me or hidden file.",
        "Nothing to do; rename it if it is a document.",
    ),
    "C117": Explanation(
        "no date",
        "Neither file name, front matter, side-car nor column gives a date.",
        "Add one; until then the document is analysed but left out of trends.",
    ),
    "C118": Explanation(
        "corpus already exists",
        "`corpus new` never writes into a folder that is there.",
        "Choose another name.",
    ),
    "C119": Explanation(
        "text mended while decoding",
        "Stray bytes were read as Windows-1252, control characters became spaces, or the last "
        "character was cut off.",
        "Save the file as UTF-8, or name its encoding in the folder's corpus.toml.",
    ),
    "C120": Explanation(
        "side-car names a file that is not there",
        "A row of dates.csv, or a key of `[dates.files]` or `[paste.comments_from]`, names no file "
        "of the corpus: what it says reaches no document.",
        "Mend the name (a path in the corpus, with its ending), or take the row out.",
    ),
    "M001": Explanation(
        "model file missing",
        "A file named in the configuration or in models/models.toml is not there.",
        "Restore it from the repository, or name another with --set.",
    ),
    "M002": Explanation(
        "model file damaged",
        "Its SHA-256 differs from the one in models/models.toml.",
        "Restore it from the repository; if it is your own, put its SHA-256 into "
        "models/models.toml.",
    ),
    "M003": Explanation(
        "model table not understood",
        "A TOML table under models/ lacks a field or has one of the wrong kind.",
        "Mend the entry named in the message; the entries beside it, or the file as it ships, show "
        "the fields.",
    ),
    "M004": Explanation(
        "unknown backend",
        "The stance or reader backend asked for is not built in nor installed.",
        "Use one of those named in the message.",
    ),
    "M005": Explanation(
        "language-model backend not set up",
        "stance.backend is llm, but the section [stance.llm] lacks the model, the key or the "
        "prices, or the client library is not installed.",
        "Set what the message names; docs/llm-backend.md shows a whole section.",
    ),
    "M006": Explanation(
        "language-model endpoint does not serve",
        "It refused the call, answered in another form than OpenAI's, or failed or timed out "
        "more often than stance.llm.retries allows.",
        "Mend the cause and run again: answers that came are kept and are not paid twice.",
    ),
    "M007": Explanation(
        "no usable answer from the language model",
        "Twice the answer was not JSON, lacked the item, named a code that does not exist or "
        "quoted words that are not in the sentence; or the endpoint refused the text.",
        "Nothing to do: these statements abstain (neutral, confidence 0, flagged). If they are "
        "many, use another model.",
    ),
    "M008": Explanation(
        "cost limit reached",
        "The next call could bring what was spent above stance.llm.max_cost.",
        "Raise stance.llm.max_cost and run again: answers that came are kept.",
    ),
    "M009": Explanation(
        "registry entry refused",
        "Somebody to be added to the registry of people is in it already, shares a full name, "
        "alias or handle with another entry, or has no name that is one.",
        "Give the person named in the message another name or fewer aliases, or leave them out.",
    ),
    "M010": Explanation(
        "package for training is not installed",
        "Training a model, and reading the spreadsheet that some pointers name, need packages "
        "that analysing does not: the extra [train], several hundred megabytes.",
        "Install torch for your machine first (without it pip may take gigabytes of CUDA), then "
        "`pip install transformers safetensors onnx-ir openpyxl` into the same environment.",
    ),
    "R001": Explanation(
        "another run is using this output",
        "A second run was started on the same output folder.",
        "Wait for it, or give another folder with --output.",
    ),
    "R002": Explanation(
        "output cannot be written",
        "The output or cache folder is not writable, or the disk is full.",
        "Make room, or name another folder with --output and --cache.",
    ),
    "R003": Explanation(
        "cache object damaged",
        "A cached table does not match its digest.",
        "Nothing to do: it is computed again. If it returns, check the disk.",
    ),
    "R004": Explanation(
        "a stage failed",
        "A stage raised an error that no document can be blamed for.",
        "Run `scaling-discourse doctor`; report it with the lines shown if doctor finds nothing.",
    ),
    "R005": Explanation(
        "documents were dropped under --strict",
        "With --strict any quarantined document ends the run.",
        "Mend the files listed, or run without --strict.",
    ),
    "R006": Explanation(
        "stage table inconsistent",
        "A stage reads a table that no earlier stage writes.",
        "This is a defect of the program; please report it.",
    ),
    "R007": Explanation(
        "library missing",
        "A library that one figure rests on is not installed; the other figures were made.",
        "Run `make setup`, which installs the pinned libraries.",
    ),
    "Q001": Explanation(
        "no finished run here",
        "The folder holds no run.json of a finished run.",
        "Run `make analyze`, or name the folder of a run.",
    ),
    "Q002": Explanation(
        "no such person, document or statement",
        "The run has nothing under that name.",
        "Use one of the names in the message, or `scaling-discourse list people`.",
    ),
    "Q003": Explanation(
        "unknown error code",
        "There is no code of that name.",
        "Run `scaling-discourse explain` to list them all.",
    ),
    "Q004": Explanation(
        "browsing needs Datasette",
        "`browse` shows a run through Datasette, which is not installed; it is the extra [browse].",
        'Run `.venv/bin/python -m pip install "datasette>=0.65"`, or where the program was '
        'installed with pip: `pip install "scaling-discourse[browse]"`.',
    ),
    "Q005": Explanation(
        "port cannot be used",
        "Another program listens on this port, or this user may not.",
        "Name another with --port, or leave --port out: then a free one is taken.",
    ),
    "Q006": Explanation(
        "a figure cannot be split by that",
        "`by` of a chart names something that the figures of each period are not counted by.",
        "Use one of the names in the message, or leave `by` out for all statements together.",
    ),
    "G001": Explanation(
        "gold file not understood",
        "A line of a gold file lacks a field or has a code the codebook does not know.",
        "Mend the line named in the message; docs/codebook.md shows the format of coded sentences.",
    ),
    "G002": Explanation(
        "sample cannot be drawn",
        "The run has no statements, or the sample is smaller than two statements a stratum.",
        "Ask for the number named in the message, or for longer periods with --by.",
    ),
    "G003": Explanation(
        "coded row not understood",
        "A row that came back from a coding tool names no statement of the sample, has a code "
        "the codebook does not know, lacks one, or contradicts another row of the same coder.",
        "Mend the row in the coding tool and export again; the other rows were read.",
    ),
    "G004": Explanation(
        "gold does not belong to this run",
        "The sample was drawn from other statements than the run's, so its chances are unknown.",
        "Name the run that the sample was drawn from, or draw and code a new one.",
    ),
    "G005": Explanation(
        "corrected figures are not those of the page",
        "`gold correct --page` was asked for other voices than the run counts, so the sentences "
        "behind the figures would not be those that they count.",
        "Leave --voice out, or run `analyze` with these voices first (--set trends.voice=…).",
    ),
}
