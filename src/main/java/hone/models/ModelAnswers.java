package hone.models;

import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a model has answered in a project and what became of its answers, counted from the newest back, up to a bound. */
@ApplicationScoped
class ModelAnswers {
    /** A base model answers in all projects, so a project's own answers are looked for among this many of its newest. */
    private static final int LOOKED_THROUGH_MAX = 10_000;

    private static final String NEWEST = """
            newest as materialized (
              select l.id, l.prompt_id
              from (select a.id, a.prompt_id from answer a where a.model_version_id = ? order by a.id desc limit %d) l
              -- One prompt after the other: a join may read all prompts of the project first.
              where (select q.project_id from prompt q where q.id = l.prompt_id) = ? limit %d)""".formatted(LOOKED_THROUGH_MAX, Wording.COUNTED_MAX + 1);

    private final Sql sql;

    ModelAnswers(Sql sql) {
        this.sql = sql;
    }

    /**
     * Each number is one more than {@link Wording#COUNTED_MAX} where there are more.
     *
     * @param prompts that were answered
     * @param wanted judgments of tasks with its answers
     * @param judged how many of them are in
     * @param setAside prompts that it can't be given
     */
    record Counts(long answers, long prompts, long wanted, long judged, long setAside) {
        public boolean bounded() {
            return answers > Wording.COUNTED_MAX;
        }

        public boolean any() {
            return answers > 0;
        }
    }

    Counts counts(UUID project, UUID model) {
        return sql.first(
                        "with " + NEWEST + """
                        , slots as (
                          select s.state from (select distinct t.task_id from newest n join task_answer t on t.answer_id = n.id) o
                          join slot s on s.task_id = o.task_id)
                        select (select count(*) from newest) as answers, (select count(distinct prompt_id) from newest) as prompts,
                               count(*) as wanted, count(*) filter (where state = 'judged') as judged,
                               (select count(*) from (
                                  select 1 from prompt_set_aside a where a.model_version_id = ?
                                    and (select q.project_id from prompt q where q.id = a.prompt_id) = ? limit %d) counted) as set_aside
                        from slots""".formatted(Wording.COUNTED_MAX + 1),
                        c -> new Counts(
                                c.number("answers"),
                                c.number("prompts"),
                                c.number("wanted"),
                                c.number("judged"),
                                c.number("set_aside")),
                        model,
                        project,
                        model,
                        project)
                .orElseThrow();
    }

    /** An answer of the model with how it was sampled, and its parent's newest to the same prompt. */
    public record Sample(
            String prompt,
            String text,
            long seed,
            double temperature,
            double topP,
            boolean ended,
            Optional<UUID> task,
            Optional<String> parents) {
        /** Without grouping: a seed is copied, not read as a quantity. */
        public String seedText() {
            return Long.toString(seed);
        }
    }

    /** Three of the newest two hundred that the judge won't be asked about; those that the parent also answered come first. */
    List<Sample> samples(UUID project, UUID model, UUID judge) {
        return sql.list(
                """
                select p.messages -> -1 ->> 'content' as prompt, a.text, a.seed, a.temperature, a.top_p, coalesce(a.ended, true) as ended,
                       (select t.task_id from task_answer t where t.answer_id = a.id limit 1) as task, o.text as parents
                from (
                  select s.* from (
                    select x.* from answer x where x.model_version_id = ? order by x.id desc limit %d) s
                  where coalesce(s.k, 0) = 0 and (select q.project_id from prompt q where q.id = s.prompt_id) = ?
                  limit 200) a
                join prompt p on p.id = a.prompt_id join model_version m on m.id = a.model_version_id
                left join lateral (
                  select x.text from answer x where x.prompt_id = p.id and x.model_version_id = m.parent_id
                    and not may_still_see_blind(?, x.id)
                  order by x.id desc limit 1) o on true
                where not may_still_see_blind(?, a.id)
                order by o.text is null, a.id desc limit 3""".formatted(LOOKED_THROUGH_MAX),
                c -> new Sample(
                        c.text("prompt"),
                        c.text("text"),
                        c.number("seed"),
                        c.real("temperature"),
                        c.real("top_p"),
                        c.flag("ended"),
                        c.maybeId("task"),
                        c.maybeText("parents")),
                model,
                project,
                judge,
                judge);
    }
}
