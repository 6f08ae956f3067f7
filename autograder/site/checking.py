"""Whether a built site holds what it must: no dead link, text for every picture, nothing from elsewhere, no leak."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..canonical import read
from ..course import Course
from ..given import FILE, given_layers
from ..leaks import leaks, readable

# Of a page, what the browser fetches by itself: element -> attribute.
FETCHED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
TEXT = (".html", ".ipynb", ".py", ".js", ".txt", ".json", ".css")


@dataclass
class Page:
    """What counts of one page: places that links lead to, links, what it loads and pictures without a text."""

    targets: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    without_alt: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """The outcome: sentences on what is wrong, counts, and the addresses of other hosts that pages link to."""

    problems: tuple[str, ...]
    pages: int
    links: int
    pictures: int
    external: tuple[str, ...]


def check(course: Course, folder: Path) -> Checked:
    """Look at every file of a built site; nothing is fetched."""
    folder = folder.resolve()
    pages = {path: _page(path) for path in sorted(folder.rglob("*.html")) if not _of_theme(path, folder)}
    problems, external, links, pictures = [], set(), 0, 0
    for path, page in pages.items():
        name = path.relative_to(folder)
        pictures += sum(url.endswith((".png", ".svg", ".jpg")) for url in page.loaded)
        problems += [f"{name}: picture without alternative text: {source}" for source in page.without_alt]
        problems += [f"{name}: loads {url} from another host" for url in page.loaded if _elsewhere(url)]
        for link in page.links:
            if _elsewhere(link):
                external.add(link)
            elif problem := _broken(link, path, pages):
                problems.append(f"{name}: {problem}")
            links += 1
        local = (url for url in page.loaded if not _elsewhere(url) and not url.startswith("data:"))
        problems += [f"{name}: {problem}" for url in local if (problem := _broken(url, path, pages))]
    for path in sorted(folder.rglob("*.css")):
        urls = re.findall(r"url\(\s*['\"]?((?:https?:)?//[^)'\"]+)", path.read_text(encoding="utf-8"))
        problems += [f"{path.relative_to(folder)}: loads {url} from another host" for url in urls]
    problems += _leaks(course, folder)
    return Checked(tuple(problems), len(pages), links, pictures, tuple(sorted(external)))


def _leaks(course: Course, folder: Path) -> list[str]:
    """Lines of solutions and hidden tests that a page or a file to download holds."""
    given = {earlier for assignment in course.assignments.values() for earlier in assignment.given}
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        # The texts are taken out of the pages once, for all assignments.
        texts = {path: Path(temporary) / f"{number}.txt" for number, path in enumerate(_texts(folder))}
        for path, text in texts.items():
            text.write_text(readable(path), encoding="utf-8")
        pages = {text: path for path, text in texts.items()}
        for name in course.assignments:
            source, shown = course.source(name), given_layers(course, course.assignment(name))
            apart = [text for path, text in texts.items() if path.name == FILE and name in given]
            found += leaks(source.parent, read(source), texts.values(), shown=shown, apart=apart)
        return [str(replace(leak, path=pages[leak.path].relative_to(folder))) for leak in found]


def _texts(folder: Path) -> list[Path]:
    """The files of a site that hold text of ours."""
    return [path for path in sorted(folder.rglob("*")) if path.suffix in TEXT and not _of_theme(path, folder)]


def _of_theme(path: Path, folder: Path) -> bool:
    """Scripts and styles that come with Sphinx and its theme."""
    return path.relative_to(folder).parts[0] == "_static"


def _page(path: Path) -> Page:
    page = Page()
    _Reader(page).feed(path.read_text(encoding="utf-8"))
    return page


def _elsewhere(url: str) -> bool:
    return bool(re.match(r"(https?:)?//|mailto:", url))


def _broken(link: str, path: Path, pages: dict[Path, Page]) -> str:
    """Why a link within the site leads nowhere; "" where it leads somewhere."""
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return f"{link} leads to no file"
    fragment = unquote(parts.fragment)
    if fragment and target in pages and fragment not in pages[target].targets:
        return f"{link} leads to no place on its page"
    return ""


class _Reader(HTMLParser):
    """Fills a Page with what it reads."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.page.targets |= {value for value in (values.get("id"), values.get("name")) if value}
        if tag == "a" and values.get("href", "#") != "#":
            self.page.links.append(values["href"])
        if tag == "link" and FETCHED_LINKS & set(values.get("rel", "").split()):
            self.page.loaded.append(values.get("href", ""))
        if source := values.get(FETCHED.get(tag, ""), ""):
            self.page.loaded.append(source)
        if tag == "img" and "alt" not in values:
            self.page.without_alt.append(values.get("src", "")[:80])
