"""An executed notebook made fit for slides: steps `Notebook -> Notebook` before nbconvert writes the page."""

from __future__ import annotations

import base64
import html
import io
import re
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from PIL import Image

from ..demos.gallery import made_by
from .layout import laid_out
from .types import is_tagged, tagged

WIDGET = "application/vnd.jupyter.widget-view+json"
_IMAGE = re.compile(r'<img [^>]*src="data:image/\w+;base64,(?P<data>[^"]+)"[^>]*>')
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


def prepared(notebook: NotebookNode, name: str, *, live: bool = False) -> NotebookNode:
    """The notebook for the template: slide types, running heads, pictures of widgets, layout.

    `notebook` stays as it is.

    Args:
        name: of the notebook, to say where a widget is live.
        live: leave room for the demo itself where a cell shows one, in the place of its picture.
    """
    result = deepcopy(notebook) if is_tagged(notebook) else tagged(notebook)
    part = ""
    for cell in result.cells:
        if heading := re.match(r"##? (.+)", cell.source):
            part = re.sub(r"\s*\(\d+ minutes?\)", "", heading[1]) if cell.cell_type == "markdown" else part
        cell.metadata["part"] = part
        if cell.cell_type == "code":
            _draw_widgets(cell, result, name, live)
    result.cells = laid_out(result.cells)
    result.metadata.pop("widgets", None)
    return result


def _draw_widgets(cell: NotebookNode, notebook: NotebookNode, name: str, live: bool) -> None:
    """Put what a widget showed first in its place, and say where it is live; drop what only a terminal needs."""
    outputs = []
    for output in cell.outputs:
        data = output.get("data", {})
        if WIDGET in data:
            demo = made_by(cell.source)
            if demo and live:
                cell.metadata["demo"] = demo
                continue
            cell.metadata["live"] = f"coursework demo {demo}" if demo else f"cell {cell.id} of {name}.ipynb"
            found = _shown_by(data[WIDGET]["model_id"], _widget_models(notebook))
            described = [output.metadata["alt"] for output in found if output.get("metadata", {}).get("alt")]
            cell.metadata.setdefault("alt", "; ".join(described))
            outputs += found
        elif output.get("name") != "stderr":
            outputs.append(output)
    cell.outputs = outputs


def _widget_models(notebook: NotebookNode) -> dict[str, Any]:
    return notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})


def _shown_by(model_id: str, models: dict[str, Any]) -> list[NotebookNode]:
    """The outputs in the saved state of a widget and of those inside it."""
    state = models.get(model_id, {}).get("state", {})
    shown = [NotebookNode(output) for output in state.get("outputs", ())]
    shown += map(_picture, _IMAGE.finditer(str(state.get("value", ""))))
    for child in state.get("children", ()):
        shown += _shown_by(child.removeprefix("IPY_MODEL_"), models)
    return shown


def _picture(image: re.Match[str]) -> NotebookNode:
    """What an HTML widget shows as an `<img>`, as the PNG that a cell would have shown."""
    file = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(image["data"]))).save(file, "png")
    data = {"image/png": base64.b64encode(file.getvalue()).decode()}
    alt = re.search(r'alt="([^"]*)"', image[0])
    about = {"alt": html.unescape(alt[1]) if alt else ""}
    return NotebookNode(output_type="display_data", data=NotebookNode(data), metadata=NotebookNode(about))
