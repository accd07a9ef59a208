"""What is compared of two runs: numbers of their events, and what their models say of themselves."""

import json

import report
from hone import checkpoint_of

TOLERANCE = 1e-3
#: Metrics of Hone's own trainer alone: its native objects, and how often people agree with each other.
NOT_TOLD = {"memory/kept_objects", "memory/live_objects", "people/agreement", "people/pairs", "people/accuracy"}
#: The same where answers are sampled: how long that took.
TIMES = {"time/sampling_seconds", "time/scoring_seconds", "time/learning_seconds"}


def told(told_events, kind, name):
    """A metric of each step or evaluation, the last one told of a step first to count."""
    by_step = {(e["step"], e.get("name")): e["metrics"] for e in told_events if e["kind"] == kind}
    return [metrics[name] for _, metrics in sorted(by_step.items()) if name in metrics]


def metrics_of(told_events):
    """Names in the last step and the last evaluation."""
    last = {e["kind"]: e["metrics"] for e in told_events if "metrics" in e}
    return {name for metrics in last.values() for name in metrics}


def alike(what, ours, theirs, tolerance=TOLERANCE):
    worst = max((abs(a - b) for a, b in zip(ours, theirs)), default=0)
    report.check(
        f"{what}: {len(ours)} numbers, at most {worst:.1e} apart",
        ours and len(ours) == len(theirs) and worst <= tolerance,
        (ours, theirs),
    )


def weights_of(program, name):
    manifest = json.loads((checkpoint_of(program.place, name) / "manifest.json").read_text())
    return manifest, {f["name"]: f["sha256"] for f in manifest["files"]}


def same_lineage(program, stage, ours, theirs):
    missing = metrics_of(ours) - metrics_of(theirs)
    report.check(f"{stage}: the same metrics are told", missing <= NOT_TOLD | TIMES, missing)
    mine, other = (weights_of(program, f"{stage}-{who}") for who in ("hone", "trl"))
    same = ("stage", "step", "steps", "seed", "recipe", "parent", "dataset")
    report.check(
        f"{stage}: the model's lineage is the same", all(mine[0].get(f) == other[0].get(f) for f in same), (mine[0], other[0])
    )
    report.check(
        f"{stage}: the model has the same files", sorted(mine[1]) == sorted(other[1]), (sorted(mine[1]), sorted(other[1]))
    )
