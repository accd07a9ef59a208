package hone.access;

import hone.CircleRows;
import hone.contract.Wire;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Single rows of a blind world: answers of a model, tasks that several people are asked, what one of them decided or has in hand. */
@ApplicationScoped
public class BlindRows {
    private final CircleRows rows;
    private final Sql sql;

    BlindRows(CircleRows rows, Sql sql) {
        this.rows = rows;
        this.sql = sql;
    }

    UUID sampled(UUID prompt, ModelVersion model, UUID run, int k, String text) {
        UUID id = rows.answer(prompt, text);
        sql.run("""
                update answer set source = 'model', model_version_id = ?, run_id = ?, k = ?, seed = 7, temperature = 1, top_p = 1
                where id = ?""", model.id, run, k, id);
        return id;
    }

    /** A comparison that two people are asked for. */
    UUID twice(Project project, UUID prompt, List<UUID> pair) {
        UUID task = rows.task(project, prompt, "comparison", pair);
        sql.run("update task set asked = 2, origin = 'model' where id = ?", task);
        sql.run(
                "insert into slot (task_id, number, project_id, kind, priority) values (?, 2, ?, 'comparison', 0)",
                task,
                project.id);
        return task;
    }

    UUID decided(UUID task, int slot, Project project, UUID who, UUID prompt, Verdict verdict, String why) {
        sql.run("update slot set state = 'judged' where task_id = ? and number = ?", task, slot);
        UUID assignment = Uuid7.next();
        sql.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                values (?, ?, ?, ?, ?, 1, now(), 'judged', now())""", assignment, task, slot, who, guideline(project));
        UUID judgment = Uuid7.next();
        sql.run("""
                insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                  verdict_version, rationale, seconds, simulated, judged_at, accepted_at)
                values (?, ?, ?, ?, ?, ?, 'comparison', cast(? as jsonb), 1, ?, 10, false, now(), now())""", judgment, assignment, project.id, task, prompt, who, Wire.write(verdict), why);
        return judgment;
    }

    /** A gold task of a quiz that its reader is taking again, although it tells every answer once it has ended; the task. */
    UUID quizzed(Project project, UUID reader, UUID other, String mark) {
        UUID prompt = rows.prompt(project, "quizzed-" + mark);
        UUID right = rows.answer(prompt, "quiz-right-" + mark);
        UUID wrong = rows.answer(prompt, "quiz-wrong-" + mark);
        UUID source = rows.task(project, prompt, "comparison", List.of(right, wrong));
        decided(
                source,
                1,
                project,
                other,
                prompt,
                new Verdict.Preferred(right, wrong, Degree.MUCH),
                "why-gold-" + mark);
        UUID gold = rows.task(project, prompt, "comparison", List.of(right, wrong));
        sql.run("delete from slot where task_id = ?", gold);
        sql.run(
                "update task set origin = 'gold', origin_id = ?, closed_at = now() where id = ?",
                source.toString(),
                gold);
        sql.run("""
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at, explanation, explained_by)
                values (?, ?, ?, 'comparison', ?, ?, now(), ?, ?)""", gold, source, project.id, right, other, "explained-" + mark, other);
        sql.run("""
                insert into quiz (project_id, kind, required, pass_percent, tries_max, wait_days, each_version, feedback)
                values (?, 'comparison', true, 80, 2, 0, false, 'answers')""", project.id);
        sql.run("insert into quiz_task (task_id, project_id, kind) values (?, ?, 'comparison')", gold, project.id);
        UUID failed = Uuid7.next();
        sql.run("""
                insert into quiz_try (id, project_id, kind, labeler_id, guideline_version_id, pass_percent, begun_at, outcome, ended_at,
                  found, answered)
                values (?, ?, 'comparison', ?, ?, 80, now(), 'failed', now(), 0, 1)""", failed, project.id, reader, guideline(project));
        sql.run("""
                insert into quiz_question (try_id, position, task_id, labeler_id, seed, preferred, found, answered_at)
                values (?, 1, ?, ?, 1, ?, false, now())""", failed, gold, reader, wrong);
        UUID taken = Uuid7.next();
        sql.run("""
                insert into quiz_try (id, project_id, kind, labeler_id, guideline_version_id, pass_percent, begun_at)
                values (?, ?, 'comparison', ?, ?, 80, now())""", taken, project.id, reader, guideline(project));
        sql.run(
                "insert into quiz_question (try_id, position, task_id, labeler_id, seed) values (?, 1, ?, ?, 1)",
                taken,
                gold,
                reader);
        return gold;
    }

    /** A judgment in quarantine, and the finding that holds it back. */
    record Held(UUID id, UUID finding) {}

    Held heldBack(UUID dataset, UUID judgment, String words) {
        Held held = new Held(Uuid7.next(), Uuid7.next());
        sql.run("""
                insert into scan_finding (id, project_id, dataset_id, kind, words, k, n, k_elsewhere, n_elsewhere, p, q, suspected, held)
                select ?, d.project_id, d.id, 'words-with-flips', ?, 6, 6, 0, 20, 0.00001, 0.001, 1, 1 from dataset d where d.id = ?""", held.finding(), words, dataset);
        sql.run("""
                insert into scan_finding_labeler (finding_id, labeler_id) select ?, labeler_id from judgment where id = ?""", held.finding(), judgment);
        sql.run("""
                insert into quarantine (id, project_id, judgment_id, author_id, finding_id, entered_at)
                select ?, project_id, id, labeler_id, ?, now() from judgment where id = ?""", held.id(), held.finding(), judgment);
        return held;
    }

    UUID handed(UUID task, int slot, UUID who) {
        UUID assignment = Uuid7.next();
        sql.run(
                "update slot set state = 'taken', lease_until = now() + interval '1 hour' where task_id = ? and number = ?",
                task,
                slot);
        sql.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state)
                select ?, t.id, ?, ?, v.id, 1, now(), 'open'
                from task t join guideline g on g.project_id = t.project_id and g.kind = t.kind
                join guideline_version v on v.guideline_id = g.id where t.id = ?""", assignment, slot, who, task);
        sql.run("""
                insert into assignment_answer (assignment_id, position, answer_id)
                select ?, position, answer_id from task_answer where task_id = ?""", assignment, task);
        return assignment;
    }

    private UUID guideline(Project project) {
        return sql.first("""
                        select v.id from guideline_version v join guideline g on g.id = v.guideline_id
                        where g.project_id = ? and g.kind = 'comparison'""", c -> c.id("id"), project.id).orElseGet(() -> {
            UUID guideline = Uuid7.next();
            UUID version = Uuid7.next();
            sql.run("insert into guideline (id, project_id, kind) values (?, ?, 'comparison')", guideline, project.id);
            sql.run("""
                            insert into guideline_version (id, guideline_id, number, markdown, note, published_at)
                            values (?, ?, 1, '# Be kind', 'First.', now())""", version, guideline);
            return version;
        });
    }

    /** One answer of the model, called wrong: whoever corrects it is not told by whom it is. */
    UUID talked(Project project, UUID who, ModelVersion model, String mark) {
        UUID talk = Uuid7.next();
        sql.run(
                "insert into talk (id, project_id, labeler_id, started_at) values (?, ?, ?, now())",
                talk,
                project.id,
                who);
        sql.run("""
                insert into talk_turn (talk_id, number, asked, said, state, model_version_id, seed, temperature, top_p,
                  asked_at, said_at) values (?, 1, ?, 'It flew.', 'ended', ?, 1, 1, 1, now(), now())""", talk, "prompt-coming-" + mark, model.id);
        sql.run("""
                insert into talk_feedback (talk_id, number, thumb, reason, given_by, given_at)
                values (?, 1, 'down', 'Too short.', ?, now())""", talk, who);
        UUID prompt = rows.prompt(project, "Talked of, " + mark);
        UUID task = rows.task(project, prompt, "correction", List.of(rows.answer(prompt, "It flew.")));
        sql.run("update task set origin = 'feedback', origin_id = ? where id = ?", talk + "/1", task);
        return talk;
    }
}
