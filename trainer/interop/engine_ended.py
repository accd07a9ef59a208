"""Runs that are killed or stopped and begun again: none is lost, and each ends with the bytes of one that nobody touched."""

import signal
from typing import NamedTuple

import report
from engine_begun import PATIENCE
from engine_same import weights_of
from hone import events, finished

TRY_AGAIN = 75
#: Engine, when, and whether nothing was lost, in the order in which they came: for the line that counts them.
killed = []


class Ended(NamedTuple):
    """@param code that a run has to end with; @param words go on from “killed” or “stopped”"""

    how: str
    moment: object
    code: int = TRY_AGAIN


def kill(moment):
    return Ended("killed", moment, -signal.SIGKILL)


def interrupted(program, engine, stage, case, data, end):
    """@param stage whose run by the same engine nobody has touched; it is made now if it is not there"""
    untouched, name = f"{stage}-{engine.name}", f"{stage}-{engine.name}-{end.how}"
    if not finished(program.place, untouched):
        engine.trained(untouched, case, data)
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
    whole, ended = (weights_of(program, run)[1] for run in (untouched, name))
    report.check(f"{name}: the model has the bytes of a run that was not", whole == ended, (whole, ended))
    if end.how == "killed":
        kept = again[-1]["kind"] == "run.succeeded" and whole == ended
        killed.append((engine.name, f"{stage} {end.moment.words} (on from {last})", kept))


def none_lost(engine, due):
    """All of an engine's so far. @param due how many runs were to be killed"""
    of_it = [(words, kept) for name, words, kept in killed if name == engine]
    told, same = ", ".join(words for words, _ in of_it), sum(kept for _, kept in of_it)
    report.check(
        f"{len(of_it)} runs of {engine} were killed: {len(of_it) - same} lost, {same} with the bytes of one that was not ({told})",
        same == len(of_it) >= due,
    )
