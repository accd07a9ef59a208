"""The peer's side of a measurement: a window for each line of standard input, so that ours and the peer's are measured in turn."""

import json
import sys
import time


def answer(window):
    """Calls `window` once to warm up, then once a line; prints what it returns, with the seconds it took."""
    window()
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        began = time.monotonic()
        done = window()
        print(json.dumps({"tokens": done, "seconds": time.monotonic() - began}), flush=True)
