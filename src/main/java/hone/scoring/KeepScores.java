package hone.scoring;

import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.run.AnswersScored;
import hone.score.AnswerScores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/** Stores what a Score run reports. */
@ApplicationScoped
class KeepScores {
    private final AnswerScores scores;

    KeepScores(AnswerScores scores) {
        this.scores = scores;
    }

    void onScores(@Observes AnswersScored scored) {
        Map<UUID, OptionalDouble> told = new HashMap<>();
        for (RunEvent.Scored one : scored.event().scores()) {
            told.put(answer(one.answerId()), OptionalDouble.of(one.score()));
        }
        for (RunEvent.Unscored one : scored.event().unscored().orElse(List.of())) {
            told.put(answer(one.answerId()), OptionalDouble.empty());
        }
        scores.store(
                new AnswerScores.Told(
                        scored.project(),
                        scored.model(),
                        scored.run(),
                        scored.event().probabilityScale(),
                        told),
                Instant.now());
    }

    private static UUID answer(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("'" + id + "' is no id of an answer", e);
        }
    }
}
