package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** On {@code runs}, key = run id: what the app asks the trainer for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(RunCommand.RunRequested.class), @JsonSubTypes.Type(RunCommand.RunCancelled.class)})
public sealed interface RunCommand extends Kind {
    /** Who may train: Hone's own worker, and the engines that a trainer service may have a command for. */
    List<String> ENGINES = List.of("hone", "trl", "openrlhf");

    String runId();

    /** @param engine who is to train, one of {@link #ENGINES}; absent: whoever trains by default where the run is taken */
    @JsonTypeName("run.requested")
    record RunRequested(
            String runId,
            String projectId,
            Recipe recipe,
            Optional<DatasetRef> dataset,
            RunInputs inputs,
            long seed,
            Instant requestedAt,
            Optional<String> engine)
            implements RunCommand {
        public RunRequested {
            Check.id("runId", runId);
            Check.id("projectId", projectId);
            engine.ifPresent(word -> Check.oneOf("engine", word, ENGINES));
        }
    }

    @JsonTypeName("run.cancelled")
    record RunCancelled(String runId, String reason, Instant cancelledAt) implements RunCommand {
        public RunCancelled {
            Check.id("runId", runId);
            Check.text("reason", reason);
        }
    }
}
