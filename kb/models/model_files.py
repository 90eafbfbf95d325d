"""Model files that installed packages carry: only those that were reviewed are loaded."""

from __future__ import annotations

from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping


def reviewed(package: str, folder: str, digests: Mapping[str, str]) -> Path:
    """Return where `folder` of an installed package is, its files being those of `digests`.

    `digests` are sha256 by path below the folder. Raise Rejected, naming what is missing or
    another.
    """
    try:
        found = Path(str(distribution(package).locate_file(folder)))
    except PackageNotFoundError as error:
        raise Rejected(f"the package {package} is not installed: run `make install`") from error
    return verified(found, digests, package)


def verified(folder: Path, digests: Mapping[str, str], package: str) -> Path:
    """Return `folder` if its files are those of `digests`; Rejected names the one that isn't."""
    for name, digest in digests.items():
        _verify(folder / name, digest, package)
    return folder


def _verify(file: Path, digest: str, package: str) -> None:
    try:
        with file.open("rb") as content:
            found = file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise Rejected(f"the embedding model can't be read: {file} ({error.strerror})") from error
    if found != digest:
        raise Rejected(
            f"{file} is not the reviewed file (sha256 {found}, expected {digest}): "
            f"reinstall the package {package}"
        )
