"""How the documentation is built: offline, from Markdown, and with every warning an error."""  # noqa: INP001 - Sphinx reads it as a file

from importlib.metadata import version as version_of

project = "Tournant"
author = "the Tournant authors"
project_copyright = "the Tournant authors, Apache License 2.0"
release = version = version_of("tournant")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns: list[str] = []
nitpicky = True

html_theme = "furo"
html_title = "Tournant"
html_copy_source = False
html_show_sphinx = False
