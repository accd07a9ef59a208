package hone.overview;

import hone.contract.Wire;
import hone.judgment.Verdict;
import hone.web.NotFound;
import hone.web.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks of a project, newest first, a page at a time: the next page begins after the last id, so pages cost the same however deep. */
@ApplicationScoped
class TaskList {
    static final int PAGE = 50;
    static final List<String> STATES = List.of("open", "done", "closed");

    private final EntityManager database;

    TaskList(EntityManager database) {
        this.database = database;
    }

    /** @param state {@code open}, {@code done} (every judgment asked for is there) or {@code closed} (withdrawn) */
    record Row(
            UUID id,
            String kind,
            String prompt,
            String origin,
            Instant createdAt,
            int asked,
            long judged,
            String state) {}

    List<Row> page(UUID project, String kind, String state, Optional<UUID> after) {
        return Rows.of(
                database.createNativeQuery("""
                        select * from (
                          select t.id, t.kind, left(p.messages -> -1 ->> 'content', 161) asked_for, t.origin, t.created_at, t.asked,
                            (select count(*) from slot s where s.task_id = t.id and s.state = 'judged') judged,
                            case when t.closed_at is not null then 'closed'
                                 when exists (select 1 from slot s where s.task_id = t.id and s.state in ('free', 'taken'))
                                 then 'open' else 'done' end as state
                          from task t join prompt p on p.id = t.prompt_id
                          where t.project_id = ?1 and (?2 = '' or t.kind = ?2)
                            and (cast(?4 as uuid) is null or t.id < cast(?4 as uuid))) tasks
                        where ?3 = '' or state = ?3 order by id desc limit ?5""")
                        .setParameter(1, project)
                        .setParameter(2, kind)
                        .setParameter(3, state)
                        .setParameter(4, after.map(UUID::toString).orElse(null))
                        .setParameter(5, PAGE + 1),
                row -> new Row(
                        (UUID) row[0],
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        Rows.time(row[4]),
                        ((Number) row[5]).intValue(),
                        Rows.number(row[6]),
                        (String) row[7]));
    }

    Row one(UUID project, UUID id) {
        return Rows.of(
                        database.createNativeQuery("""
                                select t.id, t.kind, left(p.messages -> -1 ->> 'content', 161), t.origin, t.created_at, t.asked,
                                  (select count(*) from slot s where s.task_id = t.id and s.state = 'judged'),
                                  case when t.closed_at is not null then 'closed'
                                       when exists (select 1 from slot s where s.task_id = t.id and s.state in ('free', 'taken'))
                                       then 'open' else 'done' end
                                from task t join prompt p on p.id = t.prompt_id where t.project_id = ?1 and t.id = ?2""").setParameter(1, project).setParameter(2, id),
                        row -> new Row(
                                (UUID) row[0],
                                (String) row[1],
                                (String) row[2],
                                (String) row[3],
                                Rows.time(row[4]),
                                ((Number) row[5]).intValue(),
                                Rows.number(row[6]),
                                (String) row[7]))
                .stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("task " + id));
    }

    UUID prompt(UUID task) {
        return (UUID) database.createNativeQuery("select prompt_id from task where id = ?1", UUID.class)
                .setParameter(1, task)
                .getSingleResult();
    }

    /**
     * An answer and where it came from.
     *
     * @param model its name; empty for imports and people
     * @param rank the place it had in an imported ranking, 1 best
     * @param writer who wrote it, when a person of ours did
     */
    record Given(
            UUID id,
            int number,
            String text,
            String source,
            String model,
            @Nullable Long seed,
            @Nullable Double temperature,
            @Nullable Double topP,
            boolean cut,
            @Nullable Integer rank,
            String writer) {}

    List<Given> answers(UUID task) {
        return Rows.of(
                database.createNativeQuery("""
                        select a.id, ta.position, a.text, a.source, coalesce(m.name, ''), a.seed, a.temperature, a.top_p,
                          a.ended is false, a.source_rank + 1, coalesce(l.display_name, '')
                        from task_answer ta join answer a on a.id = ta.answer_id
                        left join model_version m on m.id = a.model_version_id
                        left join judgment j on j.id = a.judgment_id left join labeler l on l.id = j.labeler_id
                        where ta.task_id = ?1 order by ta.position""").setParameter(1, task),
                row -> new Given(
                        (UUID) row[0],
                        ((Number) row[1]).intValue() + 1,
                        (String) row[2],
                        (String) row[3],
                        (String) row[4],
                        row[5] == null ? null : ((Number) row[5]).longValue(),
                        (Double) row[6],
                        (Double) row[7],
                        (Boolean) row[8],
                        row[9] == null ? null : ((Number) row[9]).intValue(),
                        (String) row[10]));
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

    /** @param answers of the task, whose numbers the sentences name */
    List<Decided> judgments(UUID task, List<Given> answers) {
        Map<UUID, Integer> numbers = answers.stream().collect(Collectors.toMap(Given::id, Given::number));
        return Rows.of(
                database.createNativeQuery("""
                        select l.display_name, j.simulated, cast(j.verdict as text), coalesce(j.rationale, ''),
                          array_to_string(j.rules, ' '), j.seconds, j.judged_at, g.kind || '/versions/' || v.number,
                          j.accepted_at is not null, j.withdrawn_at is not null
                        from judgment j join labeler l on l.id = j.labeler_id
                        join assignment a on a.id = j.assignment_id
                        join guideline_version v on v.id = a.guideline_version_id join guideline g on g.id = v.guideline_id
                        where j.task_id = ?1 order by j.judged_at limit 100""").setParameter(1, task),
                row -> new Decided(
                        (String) row[0],
                        (Boolean) row[1],
                        DecidedInWords.of(Wire.read((String) row[2], Verdict.class), numbers),
                        (String) row[3],
                        (String) row[4],
                        Rows.number(row[5]),
                        Rows.time(row[6]),
                        (String) row[7],
                        (Boolean) row[8],
                        (Boolean) row[9]));
    }

    /** Withdraws a task: its free slots are gone, work that somebody has open may still be finished. Twice is once. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean close(UUID project, UUID id, Instant now) {
        // Slots before the task, as everywhere: so nobody waits in a circle.
        database.createNativeQuery("""
                        update slot set state = 'closed' where task_id = ?1 and project_id = ?2 and state = 'free'""")
                .setParameter(1, id)
                .setParameter(2, project)
                .executeUpdate();
        return database.createNativeQuery(
                                "update task set closed_at = ?3 where id = ?1 and project_id = ?2 and closed_at is null")
                        .setParameter(1, id)
                        .setParameter(2, project)
                        .setParameter(3, now)
                        .executeUpdate()
                == 1;
    }
}
