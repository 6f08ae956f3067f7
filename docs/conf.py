"""Sphinx's settings. `python -m autograder site` puts this folder together with the notebooks and runs it."""

import os
import sys
from pathlib import Path

import tomllib

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_extensions"))

with open(os.environ["COURSE_FILE"], "rb") as file:
    course = tomllib.load(file)

project = course["course"]["title"]
author = copyright = ""
html_title = "Deep learning for vision"
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.githubpages",
    "docstring_sections",
    "mathml",
]
exclude_patterns = ["files", "parts", "_extensions", "_templates"]
nitpicky = True
# Of other packages there is nothing to link to: the site is built without a network.
nitpick_ignore_regex = [("py:.*", r"(?!coursework\.).*"), ("py:class", r"coursework\..*\.[A-Z]")]

nb_execution_mode = "off"
nb_merge_streams = True
# A check also gives its report as data, for other programs; the page shows its HTML.
suppress_warnings = ["mystnb.unknown_mime_type"]
# Widgets are replaced by a line, so nothing of theirs is loaded, from another host above all.
nb_ipywidgets_js = {}
myst_enable_extensions = ["dollarmath", "attrs_inline", "colon_fence"]
myst_heading_anchors = 3

# Docstrings: `name` is code, as in the notebooks.
default_role = "code"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
add_module_names = False
toc_object_entries_show_parents = "hide"

html_math_renderer = "mathml"
html_theme = "pydata_sphinx_theme"
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_favicon = "_static/logo.svg"
html_copy_source = html_show_sourcelink = False
html_show_sphinx = html_show_copyright = False
html_context = {"default_mode": "auto"}
html_use_index = html_domain_indices = False
html_sidebars = {page: [] for page in ("index", "concepts", "students", "lecturers", "proof", "search")}
html_theme_options = {
    "logo": {"image_light": "_static/logo.svg", "image_dark": "_static/logo.svg", "text": html_title, "alt_text": ""},
    "header_links_before_dropdown": 8,
    "search_bar_text": "Search the course",
    "show_toc_level": 2,
    "navigation_depth": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "back_to_top_button": False,
}
