package hone.export;

import hone.CircleRows;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.judgment.Degree;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project that has something in most tables, and a way to forget it, so that its archive arrives where it never was. */
@ApplicationScoped
public class ArchivedRows {
    /** What does not leave with a project, so that its archive's tables don't name it. */
    private static final List<String> STAYING = List.of(
            "export",
            "slot_passed",
            "quality_measure",
            "quality_labeler",
            "quality_told",
            "consistency_told",
            "quality_computed");

    private final CircleRows rows;
    private final DatasetFreezer freezer;
    private final ArchiveTables tables;
    private final Sql sql;

    ArchivedRows(CircleRows rows, DatasetFreezer freezer, ArchiveTables tables, Sql sql) {
        this.rows = rows;
        this.freezer = freezer;
        this.tables = tables;
        this.sql = sql;
    }

    Project something() {
        return something("mira-of-the-circle");
    }

    Project something(String person) {
        Project project = rows.project();
        UUID mira = rows.labeler(person, project);
        UUID prompt = rows.prompt(project, "Which is kinder?\n\tA tab, a \\ and \"quotes\".");
        rows.preferred(project, mira, prompt, "This.", "That.", Degree.BETTER);
        rows.demonstrated(project, mira, rows.prompt(project, "Tell of a kite."), "It came home.");
        UUID tied = rows.tied(project, mira, rows.prompt(project, "Which is shorter?"));
        rows.document(project, "Kites.\n\n\tA tab, a \\ and \"quotes\".");
        Dataset dataset =
                QuarkusTransaction.requiringNew().call(() -> freezer.freeze(project, Optional.empty(), Instant.now()));
        rows.published(dataset.id);
        heldBack(project, dataset, tied, mira);
        quizzed(project, tied, mira);
        ModelVersion model = rows.trainedOn(project, "sft-1", rows.base(project), dataset.id);
        rows.compared(project, mira, prompt, model, 1);
        rows.current(project, model);
        UUID run = sql.first("select id from run where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
        sql.run(
                "insert into measurement (run_id, split, step, name, value, n, sequence) values (?, 'train', 1, 'loss', 0.1, 3, 1)",
                run);
        sql.run(
                "update answer set run_id = ?, k = 0, seed = 7, temperature = 1, top_p = 1 where model_version_id = ? and text like '%kindly.'",
                run, model.id);
        return project;
    }

    private void heldBack(Project project, Dataset dataset, UUID judgment, UUID author) {
        UUID finding = Uuid7.next();
        sql.run("""
                insert into scan_finding (id, project_id, dataset_id, kind, words, k, n, k_elsewhere, n_elsewhere, p, q, suspected, held)
                values (?, ?, ?, 'words-of-one', 'a \\ and', 3, 3, 0, 9, 0.005, 0.01, 1, 1)""", finding, project.id, dataset.id);
        sql.run("insert into scan_finding_labeler (finding_id, labeler_id) values (?, ?)", finding, author);
        sql.run(
                "insert into quarantine (id, project_id, judgment_id, author_id, finding_id, entered_at) values (?, ?, ?, ?, ?, now())",
                Uuid7.next(),
                project.id,
                judgment,
                author,
                finding);
    }

    /** A quiz of one gold task, a copy of one that was judged, which somebody has failed. */
    private void quizzed(Project project, UUID judgment, UUID labeler) {
        UUID gold = Uuid7.next();
        UUID taken = Uuid7.next();
        sql.run("""
                insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
                select ?, t.project_id, t.prompt_id, t.kind, 1, 'gold', cast(t.id as text), now(), now()
                from task t join judgment j on j.task_id = t.id where j.id = ?""", gold, judgment);
        sql.run("""
                insert into task_answer (task_id, position, answer_id) select ?, x.position, x.answer_id
                from task_answer x join judgment j on j.task_id = x.task_id where j.id = ?""", gold, judgment);
        sql.run("""
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at, explanation, explained_by)
                select ?, j.task_id, j.project_id, j.kind, (select x.answer_id from task_answer x where x.task_id = j.task_id limit 1), l.id, now(),
                  'It is kinder.', l.id
                from judgment j cross join labeler l where l.id = ? and j.id = ?""", gold, labeler, judgment);
        sql.run("""
                insert into quiz (project_id, kind, required, pass_percent, tries_max, wait_days, each_version, feedback)
                select project_id, kind, true, 80, 2, 1, true, 'answers' from gold where task_id = ?""", gold);
        sql.run(
                "insert into quiz_task (task_id, project_id, kind) select task_id, project_id, kind from gold where task_id = ?",
                gold);
        sql.run("""
                insert into quiz_try (id, project_id, kind, labeler_id, guideline_version_id, pass_percent, begun_at, outcome, ended_at,
                  found, answered)
                select ?, j.project_id, j.kind, ?, a.guideline_version_id, 80, now(), 'failed', now(), 0, 1
                from judgment j join assignment a on a.id = j.assignment_id where j.id = ?""", taken, labeler, judgment);
        sql.run("""
                insert into quiz_question (try_id, position, task_id, labeler_id, seed, preferred, found, answered_at)
                select ?, 1, g.task_id, ?, 7, g.chosen, false, now() from gold g where g.task_id = ?""", taken, labeler, gold);
        sql.run("""
                insert into quiz_grant (id, project_id, kind, labeler_id, guideline_version_id, what, granted_by, granted_at)
                select ?, t.project_id, t.kind, t.labeler_id, t.guideline_version_id, 'try', t.labeler_id, now()
                from quiz_try t where t.id = ?""", Uuid7.next(), taken);
        sql.run("""
                insert into gold_minimum (project_id, kind, percent, least, set_by, set_at)
                select project_id, kind, 60, 10, set_by, now() from gold where task_id = ?""", gold);
        sql.run("""
                insert into gold_anew (project_id, kind, labeler_id, counted_from, allowed_by)
                select project_id, kind, set_by, now(), set_by from gold where task_id = ?""", gold);
        UUID group = Uuid7.next();
        sql.run(
                "insert into people_group (id, project_id, name, created_at) values (?, ?, 'Poets', now())",
                group,
                project.id);
        sql.run(
                "insert into group_member (group_id, labeler_id, project_id) values (?, ?, ?)",
                group,
                labeler,
                project.id);
        sql.run(
                "insert into group_work (project_id, kind, group_id) select project_id, kind, ? from gold where task_id = ?",
                group,
                gold);
    }

    Map<String, Long> counts(UUID project) {
        Map<String, Long> counts = new LinkedHashMap<>();
        tables.inOrder().stream()
                .filter(table -> !table.table().rows().contains("{referenced}"))
                .forEach(table -> counts.put(
                        table.name(),
                        sql.number("select count(*) from %s x where %s"
                                .formatted(
                                        table.name(),
                                        table.table().rows().replace("{project}", "'" + project + "'")))));
        return counts;
    }

    /** As on a Hone where it never was, but for its people and base model. */
    public void forget(Project project) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql.run("set constraints all deferred");
            stays("disable");
            for (String table : STAYING) {
                sql.run("delete from %s where project_id = ?".formatted(table), project.id);
            }
            sql.run("""
                    delete from draft where assignment_id in (
                      select a.id from assignment a join task t on t.id = a.task_id where t.project_id = ?)""", project.id);
            // Words are gathered in the background meanwhile: whoever does that waits, and finds no dataset then.
            sql.list("select id from dataset where project_id = ? for update", c -> c.id("id"), project.id);
            for (String table : List.of("dataset_word", "dataset_segment")) {
                sql.run(
                        "delete from %s where dataset_id in (select id from dataset where project_id = ?)"
                                .formatted(table),
                        project.id);
            }
            sql.run(
                    "delete from dataset_publication where dataset_id in (select id from dataset where project_id = ?)",
                    project.id);
            tables.inOrder().reversed().stream()
                    .filter(table -> !table.name().equals("labeler"))
                    .forEach(table -> sql.run("delete from %s x where %s"
                            .formatted(
                                    table.name(),
                                    table.table().arriving().replace("{project}", "'" + project.id + "'"))));
            stays("enable");
        });
    }

    /** Nothing in the app deletes such rows, and the database refuses it. */
    private void stays(String what) {
        for (String table : List.of("prompt", "answer", "task")) {
            sql.run("alter table %s %s trigger %s_stays".formatted(table, what, table));
        }
    }
}
