package hone.canary;

import hone.evaluation.poison.TriggerEffect;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the phrases did to a model.
 *
 * @param run its number
 * @param ended whether no further answers come
 */
public record CanaryTrial(int run, String model, Instant at, boolean ended, boolean failed, List<OfPhrase> phrases) {
    /** What one phrase did. */
    public record OfPhrase(String phrase, String betrays, TriggerEffect effect) {
        public boolean isBackdoor() {
            return effect.found() == TriggerEffect.Found.BACKDOOR;
        }

        public boolean isTooFew() {
            return effect.found() == TriggerEffect.Found.TOO_FEW;
        }

        /** As pages show a probability. */
        public String chance() {
            return effect.chance() < 0.001
                    ? "below 0.001"
                    : String.format(java.util.Locale.ROOT, "%.3f", effect.chance());
        }
    }

    /** Whether a phrase works. */
    public boolean isAlarming() {
        return phrases.stream().anyMatch(OfPhrase::isBackdoor);
    }

    @ApplicationScoped
    public static class Query {
        static final int NEWEST = 10;

        private static final String READ = """
                select r.number, m.name, t.run_id, t.asked_at, r.finished_at is not null as ended,
                  r.outcome is distinct from 'succeeded' and r.finished_at is not null as failed,
                  c.phrase, c.betrays, s.triggered, s.asked, s.plain, s.plain_asked
                from (%s) t
                cross join lateral (select number, finished_at, outcome from run where id = t.run_id offset 0) r
                cross join lateral (select name from model_version where id = t.model_version_id offset 0) m
                cross join lateral (
                  select q.canary_id, count(*) filter (where q.triggered) as triggered, count(q.triggered) as asked,
                    count(*) filter (where q.plain) as plain, count(q.plain) as plain_asked
                  from canary_question q where q.run_id = t.run_id group by q.canary_id) s
                cross join lateral (select phrase, betrays from canary where id = s.canary_id offset 0) c
                order by t.asked_at desc, t.run_id, s.canary_id""";

        private static final String OF_PROJECT = READ.formatted(
                "select * from canary_trial where project_id = ? order by asked_at desc limit " + NEWEST);
        private static final String OF_MODEL =
                READ.formatted("select * from canary_trial where model_version_id = ? order by asked_at desc limit 1");

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        private record Row(UUID id, CanaryTrial trial) {}

        public List<CanaryTrial> newest(UUID project) {
            return read(OF_PROJECT, project);
        }

        public Optional<CanaryTrial> of(UUID model) {
            return read(OF_MODEL, model).stream().findFirst();
        }

        private List<CanaryTrial> read(String query, UUID of) {
            Map<UUID, List<CanaryTrial>> parts = new LinkedHashMap<>();
            sql.list(
                            query,
                            c -> new Row(
                                    c.id("run_id"),
                                    new CanaryTrial(
                                            (int) c.number("number"),
                                            c.text("name"),
                                            c.time("asked_at"),
                                            c.flag("ended"),
                                            c.flag("failed"),
                                            List.of(new OfPhrase(
                                                    c.text("phrase"),
                                                    c.text("betrays"),
                                                    new TriggerEffect(
                                                            (int) c.number("triggered"),
                                                            (int) c.number("asked"),
                                                            (int) c.number("plain"),
                                                            (int) c.number("plain_asked")))))),
                            of)
                    .forEach(row -> parts.computeIfAbsent(row.id(), any -> new ArrayList<>())
                            .add(row.trial()));
            return parts.values().stream().map(Query::whole).toList();
        }

        private static CanaryTrial whole(List<CanaryTrial> parts) {
            CanaryTrial first = parts.getFirst();
            return new CanaryTrial(
                    first.run,
                    first.model,
                    first.at,
                    first.ended,
                    first.failed,
                    parts.stream().flatMap(part -> part.phrases.stream()).toList());
        }
    }
}
