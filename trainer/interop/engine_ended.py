"""Runs that are killed or stopped and begun again: none is lost, and each ends with the bytes of one that nobody touched."""

import signal
from typing import NamedTuple

import report
from engine_begun import PATIENCE
from engine_same import weights_of
from hone import events

TRY_AGAIN = 75
#: In the order in which they came, for the line that counts them.
killed = []


class Ended(NamedTuple):
    """@param code that a run has to end with; @param words go on from “killed” or “stopped”"""

    how: str
    moment: object
    code: int = TRY_AGAIN


def kill(moment):
    return Ended("killed", moment, -signal.SIGKILL)


def interrupted(program, engine, stage, case, data, end):
    """@param stage whose run by the same engine nobody has touched"""
    name = f"{stage}-{engine.name}-{end.how}"
    stop = program.place / "runs" / name / "run" / "stop"
    process = engine.begun(name, case, data)
    end.moment.wait(program, name, process)
    match end.how:
        case "killed":
            process.send_signal(signal.SIGKILL)
        case "stopped":
            process.send_signal(signal.SIGTERM)
        case "told-by-file":
            stop.touch()
    code = process.wait(PATIENCE)
    stop.unlink(missing_ok=True)
    if code == 0:
        return report.skip(name, "it had ended before it was noticed")
    report.check(f"{name} {end.moment.words}: the exit code says so", code == end.code, code)
    before = len(events(program.place, name))
    again = engine.trained(name, case, data)
    starts = [place for place, event in enumerate(again) if event["kind"] == "run.started"]
    # What was written in the last moment before a kill is told of right after the next start.
    saved = [event["step"] for event in again[: starts[-1] + 2] if event["kind"] == "run.checkpoint"]
    last, begun = max(saved, default=0), [again[place]["fromStep"] for place in starts]
    report.check(f"{name}: it went on from step {last}", starts[-1] == before and begun == [0, last], begun)
    report.check(f"{name}: sequences have no gap", [event["sequence"] for event in again] == list(range(1, len(again) + 1)))
    whole, ended = (weights_of(program, run)[1] for run in (f"{stage}-{engine.name}", name))
    report.check(f"{name}: the model has the bytes of a run that was not", whole == ended, (whole, ended))
    if end.how == "killed":
        killed.append((f"{stage} {end.moment.words} (on from {last})", again[-1]["kind"] == "run.succeeded" and whole == ended))


def none_lost(engine, due):
    """@param due how many runs were to be killed"""
    told = ", ".join(words for words, _ in killed)
    same = sum(kept for _, kept in killed)
    report.check(
        f"{len(killed)} runs of {engine} were killed ({told}): {len(killed) - same} lost, {same} with the bytes of one that was not",
        same == len(killed) == due,
    )
    killed.clear()
