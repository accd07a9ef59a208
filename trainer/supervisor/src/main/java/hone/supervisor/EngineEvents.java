package hone.supervisor;

import hone.contract.RunCommand.RunRequested;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the events of an engine over into the run's own log, one after the other, each after a check. So whatever reads the log
 * has only read what keeps the contract, and an engine's mistake is told as such. Hone's own worker writes to the log itself: it is
 * tested with this service.
 */
final class EngineEvents {
    private final RunFolder run;
    private final Engine engine;
    private final EngineCheckpoint checkpoints;
    private final LineTail lines;
    private long taken;
    private long due;
    private Optional<RunEvent.CheckpointSaved> saved;
    private boolean ended;

    EngineEvents(RunFolder run, Engine engine, RunRequested request, Path models) throws IOException {
        this.run = run;
        this.engine = engine;
        this.checkpoints = new EngineCheckpoint(models, engine, request);
        this.lines = new LineTail(engine.folder(run).resolve(EventLog.FILE), 0);
        EventLog.Story story = run.events().story();
        this.taken = story.lastSequence();
        this.saved = story.checkpoint();
    }

    /** Takes what is there; what was taken by an earlier service is passed over. */
    void take() throws IOException, BrokenContract {
        for (List<LineTail.Line> some = lines.next(); !some.isEmpty(); some = lines.next()) {
            List<RunEvent> fresh = new ArrayList<>();
            try {
                for (LineTail.Line line : some) {
                    RunEvent event = checked(line.bytes());
                    if (event.sequence() > taken) {
                        refuseUnlessTrue(event);
                        fresh.add(event);
                    }
                }
            } finally {
                // What came before a line that breaks the contract keeps it.
                run.events().append(fresh);
                taken += fresh.size();
            }
        }
    }

    private RunEvent checked(byte[] line) throws BrokenContract {
        due++;
        RunEvent event;
        try {
            event = Wire.read(line, RunEvent.class);
        } catch (UnreadableMessage e) {
            throw new BrokenContract("line " + due + " of its events is no event: " + e.getMessage());
        }
        refuse(!event.runId().equals(run.runId()), "line " + due + " of its events is of run " + event.runId());
        refuse(
                event.sequence() != due,
                "line " + due + " of its events has the sequence " + event.sequence() + " and not " + due);
        refuse(ended, "line " + due + " of its events comes after the end of the run");
        ended = event.last();
        return event;
    }

    /** What an event says of files and of other events. */
    private void refuseUnlessTrue(RunEvent event) throws IOException, BrokenContract {
        switch (event) {
            case RunEvent.RunStarted started ->
                refuse(
                        !started.machine().startsWith(engine.name() + " "),
                        "its run.started says '" + started.machine() + "' of its machine, which does not begin with '"
                                + engine.name() + "' and its version");
            case RunEvent.CheckpointSaved checkpoint -> {
                checkpoints.check(checkpoint);
                saved = Optional.of(checkpoint);
            }
            case RunEvent.RunSucceeded done -> {
                Optional<String> last = saved.map(RunEvent.CheckpointSaved::sha256);
                refuse(
                        done.checkpoint().isEmpty() || !done.checkpoint().equals(last),
                        "its run.succeeded names the checkpoint "
                                + done.checkpoint().orElse("of nothing") + ", but the last that it saved is "
                                + last.orElse("none"));
                checkpoints.checkFinished(saved.orElseThrow());
            }
            case RunEvent.RunStopped stopped ->
                throw new BrokenContract("it wrote run.stopped, which only the trainer service may");
            case RunEvent.AnswersScored scores ->
                throw new BrokenContract("it wrote run.scores, but a run that trains scores no answers");
            case RunEvent.StepReported none -> {}
            case RunEvent.AnswersSampled none -> {}
            case RunEvent.EvaluationReported none -> {}
            case RunEvent.RolledBack none -> {}
            case RunEvent.RunFailed none -> {}
        }
    }

    private static void refuse(boolean wrong, String what) throws BrokenContract {
        if (wrong) {
            throw new BrokenContract(what);
        }
    }
}
