package hone.lineage;

import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.run.Stage;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a task comes from: its answers, the models that wrote them with all their ancestors and the reward models that those
 * were bent towards, the run and dataset behind each, and the people and guideline versions behind each dataset. One SQL statement reads it all, so it is of one moment.
 */
public record Lineage(Task task, List<AnswerLine> answers, List<ModelLine> models) {
    /** The task itself. */
    public record Task(
            UUID id, String kind, String project, String origin, Instant createdAt, Optional<TalkLine> talk) {}

    /** The conversation with a model in which somebody called the answer wrong. */
    public record TalkLine(UUID id, int number, String who, String reason, Instant at) {}

    /** An answer that the task shows; the sampling settings are there for a model's answers. */
    public record AnswerLine(
            UUID id,
            String source,
            Optional<String> model,
            Optional<Long> k,
            Optional<Long> seed,
            Optional<Double> temperature,
            Optional<Double> topP) {
        public String kText() {
            return k.map(n -> Long.toString(n)).orElse("–");
        }

        public String seedText() {
            return seed.map(n -> Long.toString(n)).orElse("");
        }
    }

    /** A model and what made it; a base model has no run. Nearest first; {@code kind} is policy or reward. */
    public record ModelLine(UUID id, String name, String kind, String sha256, int depth, Optional<RunLine> run) {
        public boolean scores() {
            return kind.equals("reward");
        }
    }

    /** The run that made a model; PPO's names the reward model whose scores it followed. */
    public record RunLine(
            UUID id, int number, String kind, long seed, Optional<String> reward, Optional<DatasetLine> dataset) {
        public String seedText() {
            return Long.toString(seed);
        }

        public Stage stage() {
            return Stage.of(kind);
        }
    }

    /** A dataset and who is behind it; some of its judgments may have come with files, given by nobody here. */
    public record DatasetLine(
            UUID id,
            int number,
            String sha256,
            long judgments,
            long imported,
            List<PersonLine> people,
            List<GuidelineLine> guidelines) {}

    /** One person's share. */
    public record PersonLine(String username, boolean simulated, long judgments) {}

    /** A version that judgments were given under. */
    public record GuidelineLine(String kind, int version, long judgments) {}

    /** What {@code hone lineage} prints. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("task %s  %s, project %s, from %s, %s%n"
                .formatted(task.id(), task.kind(), task.project(), task.origin(), task.createdAt()));
        task.talk()
                .ifPresent(talk -> text.append("  talk %s  answer %d, called wrong by %s, %s%s%n"
                        .formatted(
                                talk.id(),
                                talk.number(),
                                talk.who(),
                                talk.at(),
                                talk.reason().isEmpty() ? "" : ": " + talk.reason())));
        for (AnswerLine answer : answers) {
            text.append("  answer %s  %s%s%s%n"
                    .formatted(
                            answer.id(),
                            answer.model().orElse(answer.source()),
                            answer.k().map(k -> ", k " + k).orElse(""),
                            answer.seed().map(s -> ", seed " + s).orElse("")
                                    + answer.temperature()
                                            .map(t -> ", temperature " + t)
                                            .orElse("")
                                    + answer.topP().map(p -> ", top-p " + p).orElse("")));
        }
        for (ModelLine model : models) {
            text.append(
                    "%s %s  %s%n".formatted(model.scores() ? "reward model" : "model", model.name(), model.sha256()));
            if (model.run().isEmpty()) {
                text.append("  a base model: nothing of this project went into it%n".formatted());
            }
            model.run().ifPresent(run -> {
                text.append("  run %d  %s, seed %d, %s%n".formatted(run.number(), run.kind(), run.seed(), run.id()));
                run.reward().ifPresent(reward -> text.append("  scored by %s%n".formatted(reward)));
                run.dataset().ifPresent(dataset -> {
                    text.append("  dataset %d  %s, %d judgments%s%n"
                            .formatted(
                                    dataset.number(),
                                    dataset.sha256(),
                                    dataset.judgments(),
                                    dataset.imported() > 0 ? ", " + dataset.imported() + " of them imported" : ""));
                    dataset.people()
                            .forEach(p -> text.append("    person %s%s: %d judgments%n"
                                    .formatted(p.username(), p.simulated() ? " (simulated)" : "", p.judgments())));
                    dataset.guidelines()
                            .forEach(g -> text.append("    guideline %s version %d: %d judgments%n"
                                    .formatted(g.kind(), g.version(), g.judgments())));
                });
            });
        }
        return text.toString();
    }

    /** Reads lineages. */
    @ApplicationScoped
    public static class Repo {
        private static final String QUERY = """
                with recursive
                asked as (
                  select t.*, p.slug from task t join project p on p.id = t.project_id
                  where t.id = ? and (? or exists (
                    select 1 from member m where m.project_id = t.project_id and m.labeler_id = ?))),
                shown as (
                  select ta.position, a.* from asked join task_answer ta on ta.task_id = asked.id
                  join answer a on a.id = ta.answer_id),
                line as (
                  select m.id, m.parent_id, m.run_id, 0 as depth from model_version m
                  where m.id in (select model_version_id from shown)
                  union
                  select m.id, m.parent_id, m.run_id, line.depth + 1 from line left join run r on r.id = line.run_id
                  join model_version m on m.id = any(array[line.parent_id, r.reward_id])
                  where line.depth < 1000),
                models as (select id, min(depth) as depth from line group by id),
                people as (
                  select d.dataset_id, l.username, l.simulated, d.judgments
                  from dataset_labeler d join labeler l on l.id = d.labeler_id
                  where d.dataset_id in (
                    select r.dataset_id from models join model_version m on m.id = models.id join run r on r.id = m.run_id)),
                rules as (
                  select d.dataset_id, g.kind, v.number, d.judgments
                  from dataset_guideline d join guideline_version v on v.id = d.guideline_version_id
                  join guideline g on g.id = v.guideline_id
                  where d.dataset_id in (
                    select r.dataset_id from models join model_version m on m.id = models.id join run r on r.id = m.run_id))
                select json_build_object(
                  'task', json_strip_nulls(json_build_object('id', asked.id, 'kind', asked.kind, 'project', asked.slug,
                    'origin', asked.origin, 'createdAt', asked.created_at,
                    'talk', case when asked.origin = 'feedback' then (
                      select json_build_object('id', f.talk_id, 'number', f.number, 'who', l.username,
                        'reason', f.reason, 'at', f.given_at)
                      from talk_feedback f join labeler l on l.id = f.given_by
                      where f.talk_id::text = split_part(asked.origin_id, '/', 1)
                        and f.number::text = split_part(asked.origin_id, '/', 2)) end)),
                  'answers', coalesce((
                    select json_agg(json_strip_nulls(json_build_object('id', s.id, 'source', s.source, 'model', m.name,
                      'k', s.k, 'seed', s.seed, 'temperature', s.temperature, 'topP', s.top_p)) order by s.position)
                    from shown s left join model_version m on m.id = s.model_version_id), '[]'),
                  'models', coalesce((
                    select json_agg(json_strip_nulls(json_build_object('id', m.id, 'name', m.name, 'kind', m.kind,
                      'sha256', m.sha256, 'depth', models.depth,
                      'run', case when r.id is null then null else json_build_object('id', r.id, 'number', r.number,
                        'kind', r.kind, 'seed', r.seed, 'reward', w.name,
                        'dataset', case when d.id is null then null else json_build_object('id', d.id,
                          'number', d.number, 'sha256', d.sha256,
                          'judgments', coalesce((d.summary ->> 'judgments')::bigint,
                            (select coalesce(sum(p.judgments), 0) from people p where p.dataset_id = d.id)),
                          'imported', coalesce((d.summary ->> 'imported')::bigint, 0),
                          'people', coalesce((
                            select json_agg(json_build_object('username', p.username, 'simulated', p.simulated,
                              'judgments', p.judgments) order by p.judgments desc, p.username)
                            from people p where p.dataset_id = d.id), '[]'),
                          'guidelines', coalesce((
                            select json_agg(json_build_object('kind', g.kind, 'version', g.number,
                              'judgments', g.judgments) order by g.kind, g.number)
                            from rules g where g.dataset_id = d.id), '[]')) end) end))
                      order by models.depth, m.id)
                    from models join model_version m on m.id = models.id left join run r on r.id = m.run_id
                    left join dataset d on d.id = r.dataset_id left join model_version w on w.id = r.reward_id), '[]')) as lineage
                from asked""";

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /** The same for an id as typed: what is not an id is not a task. */
        public Lineage named(String task, UUID person, boolean seesAll) {
            try {
                return of(UUID.fromString(task), person, seesAll);
            } catch (IllegalArgumentException e) {
                throw new NotFound("task " + task);
            }
        }

        /** @throws NotFound if there is no such task for this person */
        public Lineage of(UUID task, UUID person, boolean seesAll) {
            String json = sql.first(QUERY, c -> c.text("lineage"), task, seesAll, person)
                    .orElseThrow(() -> new NotFound("task " + task));
            try {
                return Wire.read(json, Lineage.class);
            } catch (UnreadableMessage e) {
                throw new IllegalStateException("lineage of task " + task + ": " + json, e);
            }
        }
    }
}
