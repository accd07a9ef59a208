package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Optional;

/** On {@code runs}, key = run id: what the app asks the trainer for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(RunCommand.RunRequested.class), @JsonSubTypes.Type(RunCommand.RunCancelled.class)})
public sealed interface RunCommand extends Kind {
    String runId();

    @JsonTypeName("run.requested")
    record RunRequested(
            String runId,
            String projectId,
            Recipe recipe,
            Optional<DatasetRef> dataset,
            RunInputs inputs,
            long seed,
            Instant requestedAt)
            implements RunCommand {
        public RunRequested {
            Check.id("runId", runId);
            Check.id("projectId", projectId);
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
