"""Voilà over the demos of the gallery: for this machine only, from a temporary folder."""

from __future__ import annotations

import secrets
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from .gallery import DEMOS, Demo

PAGES = Path(__file__).parent / "pages"
HOST = "127.0.0.1"
SLIDES = "slides"
WIDGETS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]


class _Start(JupyterHandler):
    """The page with all demos."""

    @tornado.web.authenticated
    def get(self) -> None:
        template = jinja2.Template((PAGES / "start.html.j2").read_text(encoding="utf-8"), autoescape=True)
        self.finish(template.render(demos=DEMOS, base_url=self.base_url))


class _Slides(JupyterHandler):
    """A lecture as slides, whose frames are the demos' pages."""

    def initialize(self, page: str) -> None:
        self._page = page

    @tornado.web.authenticated
    def get(self) -> None:
        self.finish(self._page)


class _Shutdown(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that is left. Voilà's page asks without the cookie that Jupyter's server wants."""

    def check_xsrf_cookie(self) -> None:
        """Nothing: who asks knows the kernel's id, which is chance, and is logged in."""


class _Gallery(Voila):
    """Voilà with a start page and a template of ours."""

    first_page = slides = ""
    browser_wanted = True

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.template_paths.insert(0, str(PAGES))

    def init_handlers(self) -> list[Any]:
        shutdown = url_path_join(self.server_url, r"/voila/api/shutdown/([0-9a-f-]+)")
        slides = url_path_join(self.server_url, SLIDES)
        ours = [(self.server_url, _Start), (shutdown, _Shutdown), (slides, _Slides, {"page": self.slides})]
        return [*ours, *super().init_handlers()]

    def listen(self) -> None:
        # Voilà listens and serves in one call; the first thing that the running loop does is to tell the address.
        tornado.ioloop.IOLoop.current().add_callback(self._tell)
        super().listen()

    def _tell(self) -> None:
        address = url_path_join(self.connection_url, self.first_page)
        address += f"?token={self.token}" if self.token else ""
        print(f"{'Slides' if self.slides else 'Live demos'}: {address}\nCtrl-C ends them.", flush=True)
        if self.browser_wanted:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def serve(
    first: Demo | None = None, *, slides: str = "", port: int = 8866, token: bool = True, browser: bool = True
) -> None:
    """Serve the gallery until Ctrl-C or SIGTERM; then kernels and files are gone.

    Args:
        first: the demo that the browser opens; None for the page with all of them.
        slides: a page of slides to serve beside the demos, which the browser opens instead.
        port: to listen on; where it is taken, one nearby.
        token: ask for a secret that is new at each start.
        browser: open one.
    """
    with tempfile.TemporaryDirectory(prefix="coursework-demos-") as folder:
        for demo in DEMOS:
            nbformat.write(page(demo), Path(folder) / f"{demo.name}.ipynb")
        options = Config()
        options.VoilaConfiguration.template = "lab"
        options.VoilaConfiguration.file_allowlist = []
        # What else is installed for JupyterLab does not work in Voilà's pages and slows them down.
        options.VoilaConfiguration.extension_allowlist = WIDGETS
        options.MappingKernelManager.cull_idle_timeout = 3600
        app = _Gallery.instance(
            config=options, ip=HOST, port=port, token=secrets.token_hex(16) if token else None, open_browser=False
        )
        app.connection_dir_root = folder
        app.first_page = SLIDES if slides else f"voila/render/{first.name}.ipynb" if first else ""
        app.slides = slides
        app.browser_wanted = browser
        app.initialize([folder, "--Voila.log_level=ERROR"])
        app.start()


def page(demo: Demo) -> nbformat.NotebookNode:
    """A notebook that shows the demo under its title and sentence."""
    heading = f"# {demo.title}\n\n{demo.sentence} [All demos](../../)"
    code = f"from coursework.demos import gallery\n\ngallery.show({demo.name!r})"
    cells = [nbformat.v4.new_markdown_cell(heading, id="title"), nbformat.v4.new_code_cell(code, id="demo")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"title": demo.title, "kernelspec": kernel})
