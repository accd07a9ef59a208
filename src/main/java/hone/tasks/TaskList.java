package hone.tasks;

import hone.contract.Wire;
import hone.judgment.Counting;
import hone.judgment.DecidedInWords;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.task.Blind;
import hone.task.TaskMaker;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A project's tasks, newest first, a page at a time: the next page begins after the last id, so a page costs the same at any
 * depth.
 */
@ApplicationScoped
class TaskList {
    static final int PAGE = 50;
    /** The most tasks that are searched for a page of done ones: a bound for one request. */
    private static final int LOOKED_AT = 1_000;

    private static final UUID LAST = new UUID(-1, -1);

    /** Repeats have ids up to this one (V043), and are in no list. */
    private static final UUID REPEATS = new UUID(0xFFFF, -1);

    private final Sql sql;

    TaskList(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param origin empty for a task that came from somebody's verdict: whoever may still judge the same answers must learn
     * nothing of it
     * @param added how many of the judgments wanted were added because people disagreed
     */
    record Row(
            UUID id,
            WorkKind kind,
            String prompt,
            String origin,
            Instant createdAt,
            int wanted,
            int added,
            long judged,
            TaskState state) {
        public String originLabel() {
            return TaskMaker.Origin.label(origin);
        }
    }

    private static final String COLUMNS = """
            select t.id, t.kind, left(p.messages -> -1 ->> 'content', 161) as prompt,
              case when t.origin <> 'both-bad' then t.origin
                   when not ? or may_still_judge(?, (select j.task_id from judgment j where j.id = cast(t.origin_id as uuid))) then ''
                   else t.origin end as origin, t.created_at, t.asked, t.added,
              (select count(*) from slot s where s.task_id = t.id and s.state = 'judged') as judged,
              case when t.closed_at is not null then 'closed'
                   when exists (select 1 from slot s where s.task_id = t.id and s.state in ('free', 'taken')) then 'open'
                   else 'done' end as state""";

    private static Row row(Sql.Cells c) throws SQLException {
        return new Row(
                c.id("id"),
                WorkKind.of(c.text("kind")),
                c.text("prompt"),
                c.text("origin"),
                c.time("created_at"),
                (int) c.number("asked"),
                (int) c.number("added"),
                c.number("judged"),
                TaskState.named(c.text("state")).orElseThrow());
    }

    /**
     * Each kind of work has its own index for each state, so that a page is found at once. Done tasks are those without a
     * waiting slot: they are picked from the next {@link #LOOKED_AT} of a kind, and further pages follow while there are more
     * tasks.
     */
    Page page(UUID project, Optional<WorkKind> kind, String state, Optional<UUID> after, Blind blind) {
        String candidates = switch (state) {
            case "open" -> """
                select s.task_id as id from slot s
                where s.project_id = ? and s.kind = k.kind and s.state in ('free', 'taken') and s.task_id < ? and s.task_id > ?
                group by s.task_id order by s.task_id desc limit %d""";
            case "closed" -> """
                select t.id from task t
                where t.project_id = ? and t.kind = k.kind and t.closed_at is not null and t.id < ? and t.id > ?
                order by t.id desc limit %d""";
            default -> """
                select t.id from task t
                where t.project_id = ? and t.kind = k.kind and t.id < ? and t.id > ? order by t.id desc limit %d""";
        };
        int lookedAt = state.equals("done") ? LOOKED_AT : PAGE + 1;
        List<UUID> ids = sql.list(
                """
                select c.id from unnest(cast(? as text[])) as k(kind) cross join lateral (%s) c
                order by c.id desc limit %d""".formatted(candidates.formatted(lookedAt), lookedAt),
                c -> c.id("id"),
                kind.map(one -> new String[] {one.wireName()})
                        .orElseGet(() -> WorkKind.names().toArray(String[]::new)),
                project,
                after.orElse(LAST),
                REPEATS);
        // Materialized: a plan that knew of the order and the limit would go through all tasks in that order.
        List<Row> rows = sql.list(
                "with tasks as materialized (" + COLUMNS + """
                     from unnest(cast(? as uuid[])) as wanted (id) join task t on t.id = wanted.id
                     join prompt p on p.id = t.prompt_id where t.project_id = ? and t.origin not in ('gold', 'repeat'))
                select * from tasks where ? = '' or state = ? order by id desc""" + " limit " + (PAGE + 1),
                TaskList::row,
                blind.isSeeing(),
                blind.judge(),
                ids.toArray(UUID[]::new),
                project,
                state,
                state);
        if (rows.size() > PAGE) {
            List<Row> shown = rows.subList(0, PAGE);
            return new Page(shown, Optional.of(shown.getLast().id()));
        }
        return new Page(rows, ids.size() == lookedAt ? Optional.of(ids.getLast()) : Optional.empty());
    }

    /** @param next what the next page begins after, if there is one */
    record Page(List<Row> rows, Optional<UUID> next) {}

    Row one(UUID project, UUID id, Blind blind) {
        return sql.first(
                        COLUMNS
                                + " from task t join prompt p on p.id = t.prompt_id where t.project_id = ? and t.id = ?"
                                // That a task is gold or a repeat is for those to know to whom it can't come.
                                + " and (t.origin not in ('gold', 'repeat') or ? and not may_still_judge(?, t.id))",
                        TaskList::row,
                        blind.isSeeing(),
                        blind.judge(),
                        project,
                        id,
                        blind.isSeeing(),
                        blind.judge())
                .orElseThrow(() -> new NotFound("task " + id));
    }

    UUID prompt(UUID task) {
        return sql.first("select prompt_id from task where id = ?", c -> c.id("prompt_id"), task)
                .orElseThrow();
    }

    /**
     * An answer and where it came from.
     *
     * @param model its name; empty for imports and people
     * @param sampling how it was sampled, if that is known
     * @param rank its place in an imported ranking, 1 for the best
     * @param writer who wrote it, if one of our people did
     */
    record Given(
            UUID id,
            int number,
            String text,
            String source,
            String model,
            Optional<Sampling> sampling,
            boolean cut,
            @Nullable Integer rank,
            String writer) {}

    /** How a model's answer was sampled, as far as its source said so. */
    record Sampling(
            long seed,
            @Nullable Double temperature,
            @Nullable Double topP) {}

    List<Given> answers(UUID task) {
        return sql.list(
                """
                select a.id, ta.position, a.text, a.source, m.name, a.seed, a.temperature, a.top_p, a.ended is false as cut,
                  a.source_rank + 1 as rank, l.display_name
                from task_answer ta join answer a on a.id = ta.answer_id
                left join model_version m on m.id = a.model_version_id
                left join judgment j on j.id = a.judgment_id left join labeler l on l.id = j.labeler_id
                where ta.task_id = ? order by ta.position""",
                c -> new Given(
                        c.id("id"),
                        (int) c.number("position") + 1,
                        c.text("text"),
                        c.text("source"),
                        c.text("name"),
                        sampling(c),
                        c.flag("cut"),
                        c.maybeNumber("rank").map(Long::intValue).orElse(null),
                        c.text("display_name")),
                task);
    }

    private static Optional<Sampling> sampling(Sql.Cells c) throws SQLException {
        Optional<Long> seed = c.maybeNumber("seed");
        return seed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sampling(
                        seed.get(),
                        c.maybeReal("temperature").orElse(null),
                        c.maybeReal("top_p").orElse(null)));
    }

    /** What one person decided. */
    record Decided(
            String name,
            boolean simulated,
            DecidedInWords verdict,
            String rationale,
            String rules,
            long seconds,
            Instant at,
            String guideline,
            boolean accepted,
            boolean withdrawn) {}

    /** @param answers of the task, whose numbers the sentences use */
    List<Decided> judgments(UUID task, List<Given> answers) {
        Map<UUID, Integer> numbers = answers.stream().collect(Collectors.toMap(Given::id, Given::number));
        return sql.list(
                """
                select l.display_name, j.simulated, j.verdict, j.rationale, array_to_string(j.rules, ' ') as rules, j.seconds,
                  j.judged_at, g.kind || '/versions/' || v.number as guideline, %1$s as accepted, not (%2$s) as withdrawn
                from judgment j join labeler l on l.id = j.labeler_id
                join assignment a on a.id = j.assignment_id
                join guideline_version v on v.id = a.guideline_version_id join guideline g on g.id = v.guideline_id
                where j.task_id = ? order by j.judged_at limit 100""".formatted(Counting.COUNTS, Counting.STANDS),
                c -> new Decided(
                        c.text("display_name"),
                        c.flag("simulated"),
                        DecidedInWords.of(Wire.read(c.text("verdict"), Verdict.class), numbers),
                        c.text("rationale"),
                        c.text("rules"),
                        c.number("seconds"),
                        c.time("judged_at"),
                        c.text("guideline"),
                        c.flag("accepted"),
                        c.flag("withdrawn")),
                task);
    }

    /**
     * What somebody decided elsewhere and came with a file.
     *
     * @param name as the file has it; empty where it names nobody
     * @param file that it came with
     */
    record DecidedElsewhere(
            String name,
            boolean simulated,
            DecidedInWords verdict,
            String rationale,
            UUID imported,
            String file,
            boolean withdrawn) {}

    /** About the prompt, as far as it is about answers of this task; it is in nobody's count. */
    List<DecidedElsewhere> elsewhere(UUID prompt, List<Given> answers) {
        Map<UUID, Integer> numbers = answers.stream().collect(Collectors.toMap(Given::id, Given::number));
        return sql
                .list(
                        """
                        select r.name, i.simulated, i.verdict, i.rationale, b.id, b.file_name, not (%s) as withdrawn
                        from imported_judgment i join import_batch b on b.id = i.import_id
                        left join imported_rater r on r.id = i.rater_id
                        where i.prompt_id = ? order by i.row_number limit 100""".formatted(Counting.IMPORTED_COUNTS),
                        c -> {
                            Verdict verdict = Wire.read(c.text("verdict"), Verdict.class);
                            return numbers.keySet().containsAll(verdict.inRows())
                                    ? Optional.of(new DecidedElsewhere(
                                            c.text("name"),
                                            c.flag("simulated"),
                                            DecidedInWords.of(verdict, numbers),
                                            c.text("rationale"),
                                            c.id("id"),
                                            c.text("file_name"),
                                            c.flag("withdrawn")))
                                    : Optional.<DecidedElsewhere>empty();
                        },
                        prompt)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
