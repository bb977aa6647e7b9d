"""Sphinx's settings; `make docs` builds the site from the pages beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.version import __version__

project = "scaling-discourse"
author = "The scaling-discourse authors"
project_copyright = "The scaling-discourse authors, Apache-2.0"
version = release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3  # links such as read-a-result.md#voice lead to the heading

html_theme = "furo"
html_title = f"scaling-discourse {__version__}"
html_copy_source = False  # the pages are in the repository already
html_show_sphinx = False
html_last_updated_fmt = None  # the same pages give the same site
