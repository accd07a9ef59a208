package hone.me;

import hone.judgment.Counting;
import hone.kind.WorkKind;
import hone.talk.FeedbackProgress;
import hone.task.Blind;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What became of one person's judgments: the newest of each, and how many more there are. */
record Changed(Some<Frozen> datasets, Some<Learned> models, Some<Corrected> corrections) {
    public boolean isNothing() {
        return datasets.shown().isEmpty()
                && models.shown().isEmpty()
                && corrections.shown().isEmpty();
    }

    /** The newest of something. */
    record Some<T>(List<T> shown, int furtherCounted) {
        private static final int SHOWN = 5;
        /** How many are counted beyond those that are shown. */
        private static final int COUNTED_MAX = 20;

        static final int READ = SHOWN + COUNTED_MAX + 1;

        static <T> Some<T> of(List<T> read) {
            return new Some<>(read.stream().limit(SHOWN).toList(), Math.max(0, read.size() - SHOWN));
        }

        public boolean isFurther() {
            return furtherCounted > 0;
        }

        /** “7”, or “20+”. */
        public String further() {
            return Wording.counted(furtherCounted, COUNTED_MAX);
        }
    }

    /** A frozen dataset that has some of their judgments. */
    record Frozen(String slug, String project, int number, long mine, Instant at) {
        public String address() {
            return "/p/" + slug + "/datasets/" + number;
        }
    }

    /** A model that a run made of such a dataset. */
    record Learned(
            String slug, String project, String model, boolean rewarding, int dataset, boolean current, Instant at) {
        public String address() {
            return "/p/" + slug + "/models/" + model;
        }
    }

    /** An answer that somebody had called wrong in a conversation, and this person put right. */
    record Corrected(String project, FeedbackProgress progress, Instant at) {}

    /** Reads each from the person's own rows on, by their indexes. */
    @ApplicationScoped
    static class Query {
        /** The newest datasets whose models are looked for. */
        private static final int DATASETS_TRAINED_ON = 20;

        private static final int MODELS_OF_ONE = 20;

        /** The newest corrections among which those of complaints are looked for. */
        private static final int CORRECTIONS_LOOKED_AT = 100;

        private static final String MEMBER =
                "(select 1 from member m where m.project_id = %s and m.labeler_id = %s) is not null";

        private final Sql sql;
        private final FeedbackProgress.Query progress;
        private final Blind blind;

        Query(Sql sql, FeedbackProgress.Query progress, Blind blind) {
            this.sql = sql;
            this.progress = progress;
            this.blind = blind;
        }

        Changed of(UUID labeler) {
            return new Changed(Some.of(datasets(labeler)), Some.of(models(labeler)), corrections(labeler));
        }

        private List<Frozen> datasets(UUID labeler) {
            return sql.list(
                    """
                    select p.slug, p.name, d.number, mine.judgments, mine.frozen_at
                    from (select * from dataset_labeler where labeler_id = ? order by frozen_at desc limit %d) mine
                    join dataset d on d.id = mine.dataset_id join project p on p.id = d.project_id
                    where %s order by mine.frozen_at desc""".formatted(Some.READ, MEMBER.formatted("p.id", "mine.labeler_id")),
                    c -> new Frozen(
                            c.text("slug"),
                            c.text("name"),
                            (int) c.number("number"),
                            c.number("judgments"),
                            c.time("frozen_at")),
                    labeler);
        }

        private List<Learned> models(UUID labeler) {
            return sql.list(
                    """
                    select p.slug, p.name, m.name as model, m.kind = 'reward' as rewarding, d.number, m.created_at,
                      m.id is not distinct from (select c.model_version_id from current_model c where c.project_id = p.id
                                                 order by c.sequence desc limit 1) as current
                    from (select * from dataset_labeler where labeler_id = ? order by frozen_at desc limit %d) mine
                    join dataset d on d.id = mine.dataset_id join project p on p.id = d.project_id
                    cross join lateral (
                      select v.id, v.name, v.kind, v.created_at from run r join model_version v on v.run_id = r.id
                      where r.dataset_id = mine.dataset_id order by v.id desc limit %d) m
                    where %s order by m.created_at desc, m.id desc limit %d""".formatted(
                            DATASETS_TRAINED_ON, MODELS_OF_ONE, MEMBER.formatted("p.id", "mine.labeler_id"), Some.READ),
                    c -> new Learned(
                            c.text("slug"),
                            c.text("name"),
                            c.text("model"),
                            c.flag("rewarding"),
                            (int) c.number("number"),
                            c.flag("current"),
                            c.time("created_at")),
                    labeler);
        }

        private record Correction(UUID judgment, String project, Instant at) {}

        /** Nothing of a task that they may still judge: what can be undone is not listed yet. */
        private Some<Corrected> corrections(UUID labeler) {
            List<Correction> mine = sql.list(
                    """
                    select j.id, p.name, j.judged_at
                    from (select id, task_id, labeler_id, judged_at from judgment j where j.labeler_id = ? and j.kind = '%s' and %s
                          order by j.judged_at desc limit %d) j
                    join task t on t.id = j.task_id and t.origin = 'feedback' join project p on p.id = t.project_id
                    where not may_still_judge(?, t.id) and %s
                    order by j.judged_at desc limit %d""".formatted(
                                    WorkKind.CORRECTION.wireName(),
                                    Counting.STANDS,
                                    CORRECTIONS_LOOKED_AT,
                                    MEMBER.formatted("p.id", "j.labeler_id"),
                                    Some.READ),
                    c -> new Correction(c.id("id"), c.text("name"), c.time("judged_at")),
                    labeler,
                    blind.judge());
            Some<Correction> some = Some.of(mine);
            Map<UUID, FeedbackProgress> became = progress.ofCorrections(
                    some.shown().stream().map(Correction::judgment).toArray(UUID[]::new));
            List<Corrected> corrected = new ArrayList<>();
            for (Correction one : some.shown()) {
                Optional.ofNullable(became.get(one.judgment()))
                        .ifPresent(state -> corrected.add(new Corrected(one.project(), state, one.at())));
            }
            return new Some<>(corrected, some.furtherCounted());
        }
    }
}
