"""A process of its own that opens the folder of the index: `folder` looks at how it ends."""

from __future__ import annotations

import sys
from pathlib import Path

from kb.search.chroma import open_sound_client

if __name__ == "__main__":
    open_sound_client(Path(sys.argv[1])).close()
