"""Lays out the documentation's site as the repository is, so that the same links hold in both."""

import pathlib
import re
import typing as t

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

LINKED: t.Final = {"LICENSE": "LICENSE.txt"}
"""What pages link to and is no page: where it stands in the repository, and on the site."""

_FENCE: t.Final = re.compile(r"^```(\w+) (\S+\.\w+)( .+)?$", re.MULTILINE)
_LANGUAGES: t.Final = {"jsonl": "json", "csv": "text"}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every page of a folder that `nav` names in the folder's place, its README first."""
    config.nav = _unfolded(config.nav, _root(config))
    return config


def _unfolded(entry: t.Any, root: pathlib.Path) -> t.Any:
    if isinstance(entry, dict):
        return {title: _unfolded(below, root) for title, below in entry.items()}
    if isinstance(entry, list):
        return [_unfolded(below, root) for below in entry]
    if not entry.endswith("/"):
        return entry
    pages = sorted((root / entry).glob("*.md"), key=lambda page: (page.stem != "README", page))
    return [page.relative_to(root).as_posix() for page in pages]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Set each page of `docs/` below `docs/`, and beside it what else the site has."""
    root = _root(config)
    for file in [file for file in files if file.src_dir == config.docs_dir]:
        files.remove(file)
        files.append(_file(config, f"docs/{file.src_uri}"))
    for name in [*_named(config.nav), *LINKED]:
        if name not in files.src_uris and (root / name).exists():
            files.append(_file(config, name))
    return files


def _file(config: MkDocsConfig, name: str) -> File:
    file = File.generated(config, name, abs_src_path=str(_root(config) / name))
    file.dest_uri = LINKED.get(name, file.dest_uri)
    return file


def _named(entry: t.Any) -> t.Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for below in entry.values() if isinstance(entry, dict) else entry:
            yield from _named(below)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Show the name of a file that a reader is told to save above its words."""
    return _FENCE.sub(_titled, markdown)


def _titled(fence: re.Match[str]) -> str:
    language, name, rest = fence.groups("")
    return f'```{_LANGUAGES.get(language, language)} title="{name}{rest and f" ({rest.strip()})"}"'


def _root(config: MkDocsConfig) -> pathlib.Path:
    return pathlib.Path(config.config_file_path).parent
