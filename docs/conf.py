"""How Sphinx makes the site of these pages: `make docs`, without a word to another server."""

from __future__ import annotations

project = "rightsgraph"
author = "the authors of rightsgraph"
project_copyright = "the authors of rightsgraph; Apache-2.0"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
# Links to a heading of another page are checked too.
myst_heading_anchors = 4
# What stands in a block says in what language it is; nothing is guessed.
highlight_language = "none"

html_theme = "furo"
html_title = "rightsgraph"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {"top_of_page_buttons": []}
