package hone.quality;

import hone.contract.Wire;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
import hone.work.Bench;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tasks that several people have judged, as rows that the labeling path would have left. */
final class QualityRows {
    private static final int SLOTS = 5;

    private final Bench bench;
    private final Sql sql;
    private final Project project;
    private Instant at = Instant.parse("2026-03-04T10:00:00Z");
    private int number = 1;
    private int seconds = 30;

    QualityRows(Bench bench, Sql sql, Project project) {
        this.bench = bench;
        this.sql = sql;
        this.project = project;
    }

    /** A task and its answers; the scale of a comparison begins with the first. */
    record Shown(UUID task, UUID prompt, String kind, List<UUID> answers) {}

    QualityRows at(String time) {
        at = Instant.parse(time);
        return this;
    }

    /** Under which version of the guideline. */
    QualityRows under(int version) {
        number = version;
        return this;
    }

    QualityRows taking(int time) {
        seconds = time;
        return this;
    }

    Shown task(String kind, String... texts) {
        UUID prompt = bench.prompt(project, "Tell a story " + Uuid7.next());
        List<UUID> answers = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            // In the order of their random bits.
            answers.add(new UUID(Uuid7.next().getMostSignificantBits(), 0x8000_0000_0000_0000L | i));
            sql.run("""
                    insert into answer (id, prompt_id, text, text_sha256, source, created_at)
                    values (?, ?, ?, ?, 'import', now())""", answers.get(i), prompt, texts[i], texts[i] + i);
        }
        UUID task = Uuid7.next();
        sql.run("""
                insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at)
                values (?, ?, ?, ?, ?, 'import', ?, now())""", task, project.id, prompt, kind, SLOTS, task.toString());
        for (int i = 0; i < answers.size(); i++) {
            sql.run("insert into task_answer (task_id, position, answer_id) values (?, ?, ?)", task, i, answers.get(i));
        }
        for (int slot = 1; slot <= SLOTS; slot++) {
            sql.run(
                    "insert into slot (task_id, number, project_id, kind, priority) values (?, ?, ?, ?, 0)",
                    task,
                    slot,
                    project.id,
                    kind);
        }
        return new Shown(task, prompt, kind, answers);
    }

    /**
     * @param leftFirst the answers in the order in which they were shown
     * @return the judgment's id
     */
    UUID judged(String who, Shown task, Verdict verdict, List<UUID> leftFirst) {
        UUID assignment = Uuid7.next();
        sql.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                select ?, ?, 1 + (select count(*) from assignment where task_id = ?), ?, v.id, 1, now(), 'judged', now()
                from guideline g join guideline_version v on v.guideline_id = g.id
                where g.project_id = ? and g.kind = ? and v.number = ?""", assignment, task.task(), task.task(), bench.person(who), project.id, task.kind(), number);
        for (int i = 0; i < leftFirst.size(); i++) {
            sql.run(
                    "insert into assignment_answer (assignment_id, position, answer_id) values (?, ?, ?)",
                    assignment,
                    i,
                    leftFirst.get(i));
        }
        UUID judgment = Uuid7.next();
        sql.run(
                """
                insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                  verdict_version, seconds, simulated, judged_at, accepted_at)
                select ?, ?, ?, ?, ?, l.id, ?, cast(? as jsonb), 1, ?, l.simulated, ?, ?
                from labeler l where l.id = ?""",
                judgment,
                assignment,
                project.id,
                task.task(),
                task.prompt(),
                task.kind(),
                Wire.write(verdict),
                seconds,
                at,
                at,
                bench.person(who));
        return judgment;
    }

    UUID judged(String who, Shown task, Verdict verdict) {
        return judged(who, task, verdict, task.answers());
    }

    void undo(UUID judgment) {
        sql.run("update judgment set withdrawn_at = now() where id = ?", judgment);
    }
}
