package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** On {@code judgments}, key = prompt id: what people decided, once it counts. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(JudgmentEvent.JudgmentAccepted.class),
    @JsonSubTypes.Type(JudgmentEvent.JudgmentWithdrawn.class)
})
public sealed interface JudgmentEvent extends Kind {
    String judgmentId();

    String promptId();

    /**
     * @param labelerId Hone's id of the person, never a name
     * @param simulated true when a script, not a person, decided
     * @param presented the answers in the order in which they were shown; empty for a demonstration
     * @param citedRules rule ids of the guideline that the labeler named
     */
    @JsonTypeName("judgment.accepted")
    record JudgmentAccepted(
            String judgmentId,
            String projectId,
            String taskId,
            String promptId,
            String labelerId,
            boolean simulated,
            GuidelineRef guideline,
            List<Message> prompt,
            List<AnswerRef> presented,
            Judged judged,
            List<String> citedRules,
            Optional<String> rationale,
            Instant acceptedAt)
            implements JudgmentEvent {
        public JudgmentAccepted {
            Check.id("judgmentId", judgmentId);
            Check.id("projectId", projectId);
            Check.id("taskId", taskId);
            Check.id("promptId", promptId);
            Check.id("labelerId", labelerId);
            prompt = List.copyOf(prompt);
            presented = List.copyOf(presented);
            citedRules = List.copyOf(citedRules);
        }
    }

    @JsonTypeName("judgment.withdrawn")
    record JudgmentWithdrawn(String judgmentId, String promptId, String reason, Instant withdrawnAt)
            implements JudgmentEvent {
        public JudgmentWithdrawn {
            Check.id("judgmentId", judgmentId);
            Check.id("promptId", promptId);
            Check.text("reason", reason);
        }
    }
}
