"""What was compared, one line each; the exit code says whether all of it was equal."""

import sys
import traceback

import torch

failures, skipped, passed = [], [], []


def check(what, ok, detail=""):
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else ": " + str(detail)[:600]), flush=True)
    (passed if ok else failures).append(what)


def skip(what, why):
    print(f"skipped {what}: {why}", flush=True)
    skipped.append(what)


def attempt(what, run):
    try:
        return run()
    except Exception as e:  # every library has exceptions of its own
        traceback.print_exc()
        check(what, False, repr(e))
        return None


def close(what, ours, theirs, tolerance=1e-4):
    """By the golden numbers' definition of an error: max |a - b| / max(1e-3, max |b|)."""
    a, b = (torch.as_tensor(x, dtype=torch.float64) for x in (ours, theirs))
    if a.shape != b.shape or not (a.isfinite().all() and b.isfinite().all()):
        return check(what, False, f"{tuple(a.shape)} and {tuple(b.shape)}, or not finite")
    error = ((a - b).abs().max() / b.abs().max().clamp(min=1e-3)).item()
    check(f"{what} (error {error:.1e})", error <= tolerance, f"tolerance {tolerance:.0e}")


def finish():
    print(f"{len(passed)} equal, {len(failures)} failed, {len(skipped)} skipped")
    for one in failures:
        print("FAILED  " + one)
    sys.exit(1 if failures or not passed else 0)
