"""The runtime of the local models, kept from reporting to its maker."""

from __future__ import annotations

import os

# By default it writes an id of the device below the home folder, and sends it with the system, the
# processor and what was loaded to mobile.events.data.microsoft.com. It is asked not to by a
# variable, which it reads as it is loaded: `disable_telemetry_events` comes too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, SessionOptions

__all__ = ["InferenceSession", "SessionOptions"]
