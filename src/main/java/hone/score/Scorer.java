package hone.score;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A reward model that a project asks about its open tasks, and how far it has been asked.
 *
 * @param walkedTo the last task about which nothing is left to ask
 * @param asked the last run, until what it has done is seen to
 * @param askedAt when it was asked last
 */
public record Scorer(UUID model, UUID walkedTo, Optional<Asked> asked, Optional<Instant> askedAt) {
    /** @param to the last task of the run */
    public record Asked(UUID run, UUID to) {}

    /** The rows. */
    @ApplicationScoped
    public static class Repo {
        private static final int GONE_AT_A_TIME = 5_000;

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /** A reward model, and the dataset that it learned from. */
        public record Candidate(UUID model, Optional<UUID> dataset) {}

        /** The newest first. */
        public List<Scorer> of(UUID project) {
            return sql.list(
                    """
                    select model_version_id, walked_to, asked_to, run_id, asked_at from answer_scorer
                    where project_id = ? order by model_version_id desc""",
                    c -> {
                        Optional<UUID> to = c.maybeId("asked_to");
                        UUID walked = c.id("walked_to");
                        UUID model = c.id("model_version_id");
                        return new Scorer(
                                model,
                                walked,
                                to.isPresent() ? Optional.of(new Asked(c.id("run_id"), to.get())) : Optional.empty(),
                                c.maybeTime("asked_at"));
                    },
                    project);
        }

        @Transactional(Transactional.TxType.MANDATORY)
        public void begin(UUID project, Candidate candidate) {
            sql.run(
                    "insert into answer_scorer (model_version_id, project_id, dataset_id) values (?, ?, ?) on conflict do nothing",
                    candidate.model(),
                    project,
                    candidate.dataset().orElse(null));
        }

        @Transactional(Transactional.TxType.MANDATORY)
        public void ask(UUID model, Asked asked, Instant now) {
            sql.run(
                    "update answer_scorer set run_id = ?, asked_to = ?, asked_at = ? where model_version_id = ?",
                    asked.run(),
                    asked.to(),
                    now,
                    model);
        }

        /** Nothing is left to ask about tasks until there. */
        @Transactional(Transactional.TxType.MANDATORY)
        public void walk(UUID model, UUID to) {
            sql.run(
                    "update answer_scorer set walked_to = ?, run_id = null, asked_to = null where model_version_id = ?",
                    to,
                    model);
        }

        /**
         * Forgets models that are asked no more; what they said goes in parts, since there may be much of it.
         *
         * @param kept those that are asked
         */
        @Transactional(Transactional.TxType.MANDATORY)
        public void end(UUID project, Set<UUID> kept) {
            for (Scorer scorer : of(project)) {
                if (!kept.contains(scorer.model())) {
                    int gone = sql.run("""
                            delete from answer_score where (answer_id, model_version_id) in (
                              select answer_id, model_version_id from answer_score where model_version_id = ? limit %d)""".formatted(GONE_AT_A_TIME), scorer.model());
                    if (gone < GONE_AT_A_TIME) {
                        sql.run("delete from answer_scorer where model_version_id = ?", scorer.model());
                    }
                }
            }
        }
    }
}
