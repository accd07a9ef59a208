package hone.talk;

import hone.judgment.Counting;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of an answer that was called wrong: each step leaves a row, and the last one is its state.
 *
 * @param dataset the first that contains its correction
 * @param model the current model if it learned from the correction, or else the first that did
 */
public record FeedbackProgress(
        State state, Optional<Instant> correctedAt, Optional<Long> dataset, Optional<String> model) {
    /** How far it has come. */
    public enum State {
        /** Nobody has corrected it yet. */
        WAITING,
        /** An admin closed its task before anybody corrected it. */
        CLOSED,
        CORRECTED,
        /** The correction is in a frozen dataset. */
        FROZEN,
        /** A model was trained on that dataset. */
        TRAINED,
        /** The current model learned from it. */
        SERVED
    }

    static FeedbackProgress of(
            boolean closed,
            Optional<Instant> correctedAt,
            Optional<Long> dataset,
            Optional<String> trained,
            Optional<String> served) {
        State state = served.map(name -> State.SERVED)
                .or(() -> trained.map(name -> State.TRAINED))
                .or(() -> dataset.map(number -> State.FROZEN))
                .or(() -> correctedAt.map(at -> State.CORRECTED))
                .orElse(closed ? State.CLOSED : State.WAITING);
        return new FeedbackProgress(state, correctedAt, dataset, served.or(() -> trained));
    }

    /** Selects its sentence. */
    public String word() {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }

    public String datasetText() {
        return dataset.map(number -> Long.toString(number)).orElse("");
    }

    public String modelText() {
        return model.orElse("");
    }

    /** Reads what became of complaints. */
    @ApplicationScoped
    public static class Query {
        private static final String OF_TALK = """
                select f.number::text as about, t.id as task_id, t.project_id, t.closed_at, j.id as judgment_id, j.judged_at
                from talk_feedback f
                join task t on t.origin = 'feedback' and t.origin_id = f.talk_id || '/' || f.number
                left join lateral (
                  select id, judged_at from judgment j where task_id = t.id and %s
                  order by judged_at limit 1) j on true
                where f.talk_id = ? and f.thumb = 'down'""".formatted(Counting.STANDS);

        private static final String OF_CORRECTIONS = """
                select j.id::text as about, t.id as task_id, t.project_id, t.closed_at, j.id as judgment_id, j.judged_at
                from judgment j join task t on t.id = j.task_id where j.id = any (?) and %s""".formatted(Counting.STANDS);

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /** All complaints in a conversation, by the numbers of the answers. */
        Map<Integer, FeedbackProgress> of(UUID talk) {
            Map<Integer, FeedbackProgress> progress = new HashMap<>();
            read(OF_TALK, talk).forEach((number, one) -> progress.put(Integer.valueOf(number), one));
            return progress;
        }

        /** The complaints that these judgments put right, by the judgments. */
        public Map<UUID, FeedbackProgress> ofCorrections(UUID[] judgments) {
            Map<UUID, FeedbackProgress> progress = new HashMap<>();
            read(OF_CORRECTIONS, judgments).forEach((judgment, one) -> progress.put(UUID.fromString(judgment), one));
            return progress;
        }

        private Map<String, FeedbackProgress> read(String complaints, Object of) {
            Map<String, FeedbackProgress> progress = new HashMap<>();
            sql.list(
                    """
                    with recursive complaint as (%s),
                    up as (
                      select c.about, m.id, m.parent_id, m.run_id, m.name, 0 as depth from complaint c
                      join lateral (select model_version_id from current_model where project_id = c.project_id
                                    order by sequence desc limit 1) now on true
                      join model_version m on m.id = now.model_version_id where c.judgment_id is not null
                      union all
                      select up.about, m.id, m.parent_id, m.run_id, up.name, up.depth + 1
                      from up join model_version m on m.id = up.parent_id where up.depth < 1000)
                    select c.about, c.closed_at is not null as closed, c.judged_at,
                      (select d.number from dataset_judgment x join dataset d on d.id = x.dataset_id
                       where x.judgment_id = c.judgment_id order by d.number limit 1) as dataset,
                      (select m.name from dataset_judgment x join run r on r.dataset_id = x.dataset_id
                       join model_version m on m.run_id = r.id and m.kind = 'policy'
                       where x.judgment_id = c.judgment_id order by m.id limit 1) as model,
                      (select up.name from up join run r on r.id = up.run_id
                       join dataset_judgment x on x.dataset_id = r.dataset_id and x.judgment_id = c.judgment_id
                       where up.about = c.about limit 1) as current
                    from complaint c""".formatted(complaints),
                    c -> progress.put(
                            c.text("about"),
                            FeedbackProgress.of(
                                    c.flag("closed"),
                                    c.maybeTime("judged_at"),
                                    c.maybeNumber("dataset"),
                                    c.maybeText("model"),
                                    c.maybeText("current"))),
                    of);
            return progress;
        }
    }
}
