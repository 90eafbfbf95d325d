"""What a Python that a test starts does first: it imports unwatched what is not ours.

Found through PYTHONPATH, which `tests/conftest.py` sets.
"""

import sys

if sys.gettrace() is not None:
    from tests.unwatched import import_unwatched

    import_unwatched()
