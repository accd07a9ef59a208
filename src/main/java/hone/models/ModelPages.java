package hone.models;

import hone.evaluation.Share;
import hone.evaluation.Verdict;
import hone.model.ModelVersion;
import hone.run.Measurement;
import hone.run.Measurements;
import hone.run.Metric;
import hone.run.Stage;
import hone.web.NotFound;
import hone.web.Recent;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What the pages about models show, read in a few statements. */
@ApplicationScoped
class ModelPages {
    /** A list has two hundred lines, each with such a number. */
    private static final int ANSWERS_COUNTED_MAX = 200;

    private static final int MODELS_REMEMBERED_MAX = 1_000;

    private static final int MEASURED_MAX = 60;

    private final Sql sql;
    private final Measurements measurements;
    /** Both are derived from all judgments in the dataset behind a model, which never change. */
    private final Recent<UUID, List<GuidelineUsed>> guidelines = new Recent<>(MODELS_REMEMBERED_MAX);

    private final Recent<UUID, Integer> simulated = new Recent<>(MODELS_REMEMBERED_MAX);

    ModelPages(Sql sql, Measurements measurements) {
        this.sql = sql;
        this.measurements = measurements;
    }

    /**
     * @param run the run that made it, such as {@code sft 3}
     * @param answers counted up to a bound plus one
     */
    public record Row(
            UUID id,
            String name,
            String kind,
            Optional<String> parent,
            Optional<Long> run,
            long answers,
            boolean current,
            Instant madeAt) {
        public String answersCounted() {
            return Wording.counted(answers, ANSWERS_COUNTED_MAX);
        }
    }

    List<Row> list(UUID project) {
        return sql.list(
                """
                select m.id, m.name, m.kind, p.name as parent, r.number,
                       (select count(*) from (
                          select 1 from answer a where a.model_version_id = m.id
                            -- Prompt by prompt: a join may read all prompts of the project first.
                            and (select q.project_id from prompt q where q.id = a.prompt_id) = ? limit %d) counted) as answers,
                       m.id = (select c.model_version_id from current_model c where c.project_id = ?
                               order by c.sequence desc limit 1) as current,
                       m.created_at
                from model_version m left join model_version p on p.id = m.parent_id left join run r on r.id = m.run_id
                where m.project_id = ? or m.project_id is null
                order by m.id desc limit 200""".formatted(ANSWERS_COUNTED_MAX + 1),
                c -> new Row(
                        c.id("id"),
                        c.text("name"),
                        c.text("kind"),
                        c.maybeText("parent"),
                        c.maybeNumber("number"),
                        c.number("answers"),
                        c.flag("current"),
                        c.time("created_at")),
                project,
                project,
                project);
    }

    /** One model in the lineage from the base to this one. */
    public record Ancestor(
            UUID id,
            String name,
            String kind,
            Optional<Long> run,
            Optional<Long> dataset,
            Optional<Long> rows,
            Optional<String> reward) {
        public String label() {
            return Stage.training(kind).map(Stage::title).orElse(kind.equals("base") ? "Base" : "Policy");
        }
    }

    /** Base first. */
    List<Ancestor> ancestry(UUID model) {
        return sql.list(
                """
                with recursive line as (
                  select id, parent_id, 0 as depth from model_version where id = ?
                  union all
                  select m.id, m.parent_id, l.depth + 1 from model_version m join line l on m.id = l.parent_id)
                select m.id, m.name, coalesce(r.kind, case when m.parent_id is null then 'base' else m.kind end) as kind, r.number,
                       d.number as dataset, d.rows, w.name as reward
                from line l join model_version m on m.id = l.id
                left join run r on r.id = m.run_id left join dataset d on d.id = r.dataset_id
                left join model_version w on w.id = r.reward_id
                order by l.depth desc limit 100""",
                c -> new Ancestor(
                        c.id("id"),
                        c.text("name"),
                        c.text("kind"),
                        c.maybeNumber("number"),
                        c.maybeNumber("dataset"),
                        c.maybeNumber("rows"),
                        c.maybeText("reward")),
                model);
    }

    /** A guideline version that was in force for judgments behind the model. */
    public record GuidelineUsed(String kind, long version, UUID id) {}

    List<GuidelineUsed> guidelines(UUID model) {
        return guidelines.get(model, this::readGuidelines);
    }

    private List<GuidelineUsed> readGuidelines(UUID model) {
        return sql.list("""
                select g.kind, v.number, v.id from model_version m join run r on r.id = m.run_id
                join dataset_guideline d on d.dataset_id = r.dataset_id
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where m.id = ? order by g.kind, v.number""", c -> new GuidelineUsed(c.text("kind"), c.number("number"), c.id("id")), model);
    }

    /** The percentage of judgments behind the model that scripts gave, as a whole number. */
    int simulatedPercent(UUID model) {
        return simulated.get(model, this::countSimulated);
    }

    private int countSimulated(UUID model) {
        return (int) sql.number("""
                select coalesce(round(100.0 * sum(d.judgments) filter (where l.simulated) / nullif(sum(d.judgments), 0)), 0)
                from model_version m join run r on r.id = m.run_id
                join dataset_labeler d on d.dataset_id = r.dataset_id join labeler l on l.id = d.labeler_id
                where m.id = ?""", model);
    }

    /** One occasion on which a model was made current. */
    public record MadeCurrent(String model, UUID modelId, Optional<String> who, String why, Instant at) {}

    List<MadeCurrent> history(UUID project) {
        return sql.list(
                """
                select m.name, m.id, l.display_name, c.why, c.made_at from current_model c
                join model_version m on m.id = c.model_version_id left join labeler l on l.id = c.made_by
                where c.project_id = ? order by c.sequence desc limit 50""",
                c -> new MadeCurrent(
                        c.text("name"), c.id("id"), c.maybeText("display_name"), c.text("why"), c.time("made_at")),
                project);
    }

    /**
     * A number that the trainer reported for the run that made the model.
     *
     * @param name the trainer's; {@code held-out} precedes those measured on rows that training never sees
     * @param n the number of rows, pairs or answers it was measured on; empty if not reported
     */
    public record Measured(String name, double first, double last, Optional<Long> n) {
        public String label() {
            return Metric.label(name);
        }

        /** If it is a share, with its confidence interval. */
        Optional<Share> share() {
            return n.filter(of -> of > 0 && last >= 0 && last <= 1).map(of -> new Share(last, of));
        }

        public String nText() {
            return n.map(of -> Long.toString(of)).orElse("");
        }

        public boolean tooFew() {
            return n.filter(of -> of < Verdict.ENOUGH).isPresent();
        }
    }

    /** What was measured on held-out rows, and what PPO aimed for: rewards, distances, lengths. The rest is on the run's page. */
    List<Measured> measured(UUID run) {
        return Stream.concat(
                        told("held-out ", measurements.ends(run, Measurement.HELD_OUT)),
                        told("", measurements.ends(run, Measurement.TRAIN))
                                .filter(m -> m.name().startsWith("objective/")
                                        || m.name().startsWith("response/")))
                .sorted(Comparator.comparing(Measured::name))
                .limit(MEASURED_MAX)
                .toList();
    }

    private static Stream<Measured> told(String prefix, hone.run.Measured ends) {
        return ends.last().entrySet().stream()
                .filter(last -> !last.getKey().equals("num_tokens"))
                .map(last -> new Measured(
                        prefix + last.getKey(),
                        ends.firstOf(last.getKey()).orElse(last.getValue().value()),
                        last.getValue().value(),
                        last.getValue().n()));
    }

    /**
     * The model's run and dataset, by their numbers.
     *
     * @param template the chat template that the run used, in words; runs of earlier versions did not say
     */
    public record Source(
            long run,
            Stage stage,
            Optional<Long> dataset,
            Optional<Long> rows,
            Optional<String> reward,
            Optional<String> template) {}

    Optional<Source> source(UUID model) {
        return sql.first(
                """
                select r.number, r.kind, d.number as dataset, d.rows, w.name,
                       (select e.body ->> 'chatTemplate' from run_event e where e.run_id = r.id and e.kind = 'run.started'
                        order by e.sequence desc limit 1) as template
                from model_version m join run r on r.id = m.run_id
                left join dataset d on d.id = r.dataset_id left join model_version w on w.id = r.reward_id
                where m.id = ?""",
                c -> new Source(
                        c.number("number"),
                        Stage.of(c.text("kind")),
                        c.maybeNumber("dataset"),
                        c.maybeNumber("rows"),
                        c.maybeText("name"),
                        c.maybeText("template")),
                model);
    }

    /** A model of the project, or a base model. */
    static ModelVersion found(Optional<ModelVersion> model, UUID project, Object named) {
        return model.filter(m -> m.projectId == null || m.projectId.equals(project))
                .orElseThrow(() -> new NotFound("model " + named));
    }
}
