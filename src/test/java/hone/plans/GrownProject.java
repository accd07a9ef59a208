package hone.plans;

import hone.contract.DatasetRecord.Manifest;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.devstack.history.WorkHistory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What grows beside the work of a project: a large dataset of its judgments and one that has most of them too, a round, a run of a thousand steps, the model it made and its
 * many answers, talks of one person, questions that were answered, and imports that refused a thousand lines each.
 */
record GrownProject(String slug) {
    private static final int JUDGMENTS = 30_000;
    private static final int IMPORTS = 40;
    private static final int OTHER_PROJECTS = 500;

    /** Until the words of its dataset are gathered, the app reads rows that no page asked for. */
    static final String GATHERED =
            "select count(*) from dataset d join project p on p.id = d.project_id where p.slug = ?1 and d.searchable = d.rows";

    static String modelOf(String slug) {
        return slug + "-sft-1";
    }

    void fill(Connection database, String talkative) throws SQLException {
        UUID base = UUID.randomUUID();
        UUID dataset = UUID.randomUUID();
        UUID next = UUID.randomUUID();
        UUID run = UUID.randomUUID();
        UUID model = UUID.randomUUID();
        database.setAutoCommit(false);
        run(
                database,
                "insert into model_version (id, name, kind, sha256, chat_template, created_at) values (?, ?, 'policy', ?, 'hone', now())",
                base,
                "base-" + slug,
                hash("base"));
        run(database, """
                insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, created_at)
                select ?, p.id, 1, '', ?, 10, ?::jsonb, now() from project p where slug = ?""", dataset, JUDGMENTS, manifest(dataset), slug);
        run(database, """
                insert into dataset_publication (dataset_id, attempt, started_at, partition, first_offset, last_offset, finished_at)
                values (?, 1, now(), 0, 0, 0, now())""", dataset);
        run(database, """
                create temporary table chosen on commit drop as
                select row_number() over (order by j.id) - 1 as position, j.id, j.prompt_id, a.guideline_version_id
                from judgment j join assignment a on a.id = j.assignment_id
                where j.project_id = (select id from project where slug = ?) limit ?""", slug, JUDGMENTS);
        run(
                database,
                "insert into dataset_judgment (dataset_id, judgment_id, guideline_version_id) select ?, id, guideline_version_id from chosen",
                dataset);
        run(database, """
                insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, deleted_rows, created_at)
                select ?, p.id, 2, '', 0, 10, ?::jsonb, 1, now() from project p where slug = ?""", next, manifest(next), slug);
        run(
                database,
                "insert into dataset_judgment (dataset_id, judgment_id, guideline_version_id) select ?, id, guideline_version_id from chosen where position >= 1000",
                next);
        run(database, """
                insert into round (id, project_id, number, started_at, dataset_id, finished_at, outcome)
                select ?, p.id, 1, now(), ?, now(), 'succeeded' from project p where slug = ?""", UUID.randomUUID(), dataset, slug);
        run(
                database,
                "insert into dataset_guideline (dataset_id, guideline_version_id, judgments) select ?, guideline_version_id, count(*) from chosen group by 2",
                dataset);
        run(database, """
                insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments)
                select ?, j.labeler_id, now(), count(*) from chosen c join judgment j on j.id = c.id group by 2""", dataset);
        run(database, """
                insert into dataset_member (dataset_id, position, judgment_id, prompt_id, kind, split, weight, row)
                select ?, position, id, prompt_id, 'dataset.preference', case when position % 10 = 0 then 'held-out' else 'train' end, 1,
                  format('{"kind":"dataset.preference","position":%s,"split":"train","promptId":"%s","judgmentId":"%s","group":"%s",'
                    || '"prompt":[{"role":"user","content":"Tell me a story."}],"chosen":"Once.","rejected":"No.","margin":1.0,"weight":1.0}',
                    position, prompt_id, id, id) from chosen""", dataset);
        run(database, """
                insert into run (id, project_id, number, kind, recipe, dataset_id, policy_id, seed, requested_at, started_at,
                  outcome, finished_at, step, steps)
                select ?, p.id, 1, 'sft', ?::jsonb, ?, ?, 1, now(), now(), 'succeeded', now(), 1000, 1000
                from project p where slug = ?""", run, Wire.write(SftRecipe.small()), dataset, base, slug);
        run(database, """
                insert into run_event (run_id, sequence, kind, at, step, body)
                select ?::uuid, n, 'run.step', now(), n,
                       jsonb_build_object('kind', 'run.step', 'runId', ?::text, 'step', n, 'metrics', jsonb_build_object('loss', 3.0 / n))
                from generate_series(1, 1000) n""", run, run.toString());
        run(database, """
                insert into measurement (run_id, split, step, name, value, sequence)
                select ?, 'train', n, 'loss', 3.0 / n, n from generate_series(1, 1000) n""", run);
        run(database, """
                insert into model_version (id, project_id, name, kind, sha256, parent_id, run_id, chat_template, created_at)
                select ?, p.id, ?, 'policy', ?, ?, ?, 'hone', now() from project p where slug = ?""", model, modelOf(slug), hash("tuned"), base, run, slug);
        run(database, """
                insert into current_model (project_id, model_version_id, made_at, why)
                select p.id, ?, now(), 'It is better.' from project p where slug = ?""", model, slug);
        run(database, """
                insert into answer (id, prompt_id, text, text_sha256, source, model_version_id, seed, temperature, top_p, created_at)
                select gen_random_uuid(), prompt_id, 'Once.', ?, 'model', ?, position, 1, 1, now() from chosen""", hash("answer"), model);
        run(database, """
                insert into talk (id, project_id, labeler_id, started_at)
                select gen_random_uuid(), p.id, l.id, now() - n * interval '1 hour'
                from project p cross join labeler l cross join generate_series(1, 2000) n where p.slug = ? and l.username = ?""", slug, talkative);
        run(database, """
                insert into talk_turn (talk_id, number, asked, said, state, model_version_id, seed, temperature, top_p, asked_at, said_at)
                select t.id, n, 'Tell me a story.', 'Once there was a kite.', 'ended', ?, 1, 1, 1, t.started_at, t.started_at
                from talk t join project p on p.id = t.project_id cross join generate_series(1, 5) n where p.slug = ?""", model, slug);
        run(database, """
                insert into guideline_question (id, version_id, assignment_id, labeler_id, text, asked_at, answer, answered_at)
                select gen_random_uuid(), c.guideline_version_id, c.id, j.labeler_id, 'What about rhymes?', j.judged_at, 'They are fine.', now()
                from chosen c join judgment j on j.id = c.id where c.position < 5000""");
        // Half of a long history was reviewed, and a thousand judgments and tasks wait.
        run(database, """
                insert into review (judgment_id, project_id, author_id, cause, entered_at, outcome, decided_at, reviewer_id)
                select j.id, j.project_id, j.labeler_id, 'sampled', j.judged_at,
                  case when c.position >= 1000 then 'accepted' end, case when c.position >= 1000 then j.judged_at end,
                  case when c.position >= 1000 then l.id end
                from chosen c join judgment j on j.id = c.id cross join labeler l
                where c.position < 20000 and l.username = ? and j.labeler_id <> l.id""", talkative);
        run(database, """
                insert into disagreement (task_id, project_id, spread, judgments, entered_at, decided_at, decided_by, cause)
                select distinct on (j.task_id) j.task_id, j.project_id, 0.5, 2, j.judged_at,
                  case when c.position >= 1000 then j.judged_at end, case when c.position >= 1000 then l.id end,
                  case when c.position >= 1000 then 'taste' end
                from chosen c join judgment j on j.id = c.id cross join labeler l
                where c.position < 20000 and l.username = ? order by j.task_id, c.position""", talkative);
        // As many were held back, fifty by each finding, and a thousand wait.
        run(database, """
                insert into scan_finding (id, project_id, dataset_id, kind, words, k, n, k_elsewhere, n_elsewhere, p, q, suspected, held)
                select gen_random_uuid(), d.project_id, d.id, 'words-with-flips', 'once', 50, 50, 0, 900, 0.0001, 0.001, 50, 50
                from dataset d cross join generate_series(1, 400) where d.id = ?""", dataset);
        run(database, """
                insert into quarantine (id, project_id, judgment_id, author_id, finding_id, entered_at, outcome, decided_at, decided_by)
                select gen_random_uuid(), j.project_id, j.id, j.labeler_id, f.id, j.judged_at, case when c.position >= 1000 then 'released' end,
                  case when c.position >= 1000 then j.judged_at end, case when c.position >= 1000 then l.id end
                from chosen c join judgment j on j.id = c.id cross join labeler l
                join (select id, row_number() over (order by id) - 1 as n from scan_finding where dataset_id = ?) f on f.n = c.position / 50
                where c.position < 20000 and l.username = ? and j.labeler_id <> l.id""", dataset, talkative);
        run(
                database,
                "delete from outbox where sent_at < now() - interval '1 hour'"); // as the app would do by itself, in
        // between
        for (int file = 0; file < IMPORTS; file++) {
            UUID id = UUID.randomUUID();
            run(database, """
                    insert into import_batch (id, project_id, file_name, format, imported_at, prompts_new, prompts_old, answers_new,
                      answers_old, refused, lines_read, ended_at, outcome)
                    select ?, p.id, 'stories.jsonl', 'jsonl', now(), 9000, 0, 0, 0, 1000, 10000, now(), 'read'
                    from project p where slug = ?""", id, slug);
            run(database, """
                    insert into import_refusal (import_id, line, reason, row)
                    select ?, n, 'This line is no JSON.', '{' from generate_series(1, 1000) n""", id);
        }
        // Their ids are older than every dataset.
        run(database, """
                insert into document (id, project_id, text, sha256, import_id, row_number, created_at)
                select cast('0000' || left(md5(b.id::text || n), 28) as uuid), b.project_id, repeat('Once there was a kite. ', 20),
                       md5(b.id::text || n), b.id, n, now()
                from import_batch b join project p on p.id = b.project_id cross join generate_series(1, 2000) n where p.slug = ?""", slug);
        // Half a thousand people are paused and have answered; everybody was paused ten times before.
        run(database, """
                insert into pause (id, project_id, labeler_id, paused_by, reason, paused_at, lifted_by, lifted_at)
                select gen_random_uuid(), m.project_id, m.labeler_id, l.id, 'A talk.', now() - n * interval '1 day',
                  case when n > 1 then l.id end, case when n > 1 then now() - n * interval '1 day' end
                from member m join project p on p.id = m.project_id join labeler o on o.id = m.labeler_id
                cross join generate_series(1, 11) n cross join labeler l
                where p.slug = ? and l.username = ? and (n > 1 or o.username >= 'reader-1500')""", slug, talkative);
        run(database, """
                insert into pause_appeal (id, pause_id, project_id, text, sent_at, decided_at, decided_by)
                select gen_random_uuid(), x.id, x.project_id, 'I was tired.', x.paused_at, x.lifted_at, x.lifted_by
                from pause x join project p on p.id = x.project_id where p.slug = ?""", slug);
        run(database, """
                insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
                select gen_random_uuid(), t.project_id, t.prompt_id, t.kind, 1, 'gold', cast(t.id as text), now(), now()
                from task t join project p on p.id = t.project_id where p.slug = ? limit 60""", slug);
        run(database, """
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at)
                select t.id, cast(t.origin_id as uuid), t.project_id, t.kind,
                  (select x.answer_id from task_answer x where x.task_id = cast(t.origin_id as uuid) limit 1), l.id, now()
                from task t join project p on p.id = t.project_id cross join labeler l
                where p.slug = ? and t.origin = 'gold' and l.username = ?""", slug, talkative);
        // A quiz of thirty; everybody has failed it three times. The project does not say that it has one, so work is
        // handed out.
        run(database, """
                insert into quiz (project_id, kind, required, pass_percent, tries_max, wait_days, each_version)
                select id, ?, true, 80, 4, 0, false from project where slug = ?""", WorkHistory.KIND, slug);
        run(database, """
                insert into quiz_task (task_id, project_id, kind) select g.task_id, g.project_id, g.kind
                from gold g join project p on p.id = g.project_id where p.slug = ? and g.kind = ? limit 30""", slug, WorkHistory.KIND);
        run(database, """
                insert into quiz_try (id, project_id, kind, labeler_id, guideline_version_id, pass_percent, begun_at, outcome, ended_at,
                  found, answered)
                select gen_random_uuid(), q.project_id, q.kind, m.labeler_id, v.id, 80, now(), 'failed', now(), 1, 5
                from quiz q join project p on p.id = q.project_id join member m on m.project_id = q.project_id
                cross join generate_series(1, 3) n
                cross join lateral (select v.id from guideline g join guideline_version v on v.guideline_id = g.id
                  where g.project_id = q.project_id and g.kind = q.kind order by v.number desc limit 1) v
                where p.slug = ?""", slug);
        run(database, """
                insert into gold_judgment (judgment_id, task_id, project_id, labeler_id, kind, found, judged_at)
                select j.id, g.task_id, j.project_id, j.labeler_id, j.kind, true, j.judged_at
                from chosen c join judgment j on j.id = c.id
                join (select o.task_id, row_number() over (order by o.task_id) - 1 as place from gold o
                      join project p on p.id = o.project_id where p.slug = ?) g on g.place = c.position % 60
                where c.position < 6000""", slug);
        // One person's repeats: no list passes them one by one.
        run(database, """
                insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
                select cast('000000000000' || left(md5(a.id::text), 20) as uuid), t.project_id, t.prompt_id, t.kind, 1, 'repeat', cast(a.id as text), now(), now()
                from assignment a join task t on t.id = a.task_id join project p on p.id = t.project_id join labeler l on l.id = a.labeler_id
                where p.slug = ? and l.username = ? limit 20000""", slug, talkative);
        run(database, """
                insert into planned_repeat (task_id, source_id, project_id, labeler_id, first_id)
                select t.id, a.task_id, t.project_id, a.labeler_id, a.id from task t join project p on p.id = t.project_id
                join assignment a on a.id = cast(t.origin_id as uuid) where p.slug = ? and t.origin = 'repeat'""", slug);
        run(database, """
                insert into repeat_judgment (judgment_id, first_id, task_id, project_id, labeler_id, kind, outcome, judged_at)
                select j.id, j.id, r.task_id, j.project_id, j.labeler_id, j.kind, 'same', j.judged_at from planned_repeat r
                join project p on p.id = r.project_id join judgment j on j.assignment_id = r.first_id where p.slug = ?""", slug);
        run(database, """
                insert into quality_computed (project_id, computed_at, judgments)
                select p.id, now(), 110000 from project p where slug = ?""", slug);
        run(database, """
                insert into quality_labeler (project_id, labeler_id, kind, judgments, compared, agreement, left_of, longer_of, tie_of, seconds)
                select m.project_id, m.labeler_id, ?, 40, 40, 0.5, 0, 0, 0, 30
                from member m join project p on p.id = m.project_id where p.slug = ?""", WorkHistory.KIND, slug);
        run(database, """
                insert into quality_told (labeler_id, project_id, kind, compared, agreement, measured_at)
                select q.labeler_id, q.project_id, q.kind, q.compared, q.agreement, now()
                from quality_labeler q join project p on p.id = q.project_id where p.slug = ?""", slug);
        run(database, """
                insert into notice (id, labeler_id, project_id, what, about, at, read_at)
                select gen_random_uuid(), l.id, p.id, 'comment', gen_random_uuid(), now(), case when n > 50 then now() end
                from project p cross join generate_series(1, 5) n cross join labeler l where p.slug = ? and l.username <> ?
                union all
                select gen_random_uuid(), l.id, p.id, 'comment', gen_random_uuid(), now(), case when n > 500 then now() end
                from project p cross join generate_series(1, 5000) n cross join labeler l where p.slug = ? and l.username = ?""", slug, talkative, slug, talkative);
        run(database, """
                insert into judgment_comment (id, project_id, assignment_id, author_id, text, written_at)
                select gen_random_uuid(), j.project_id, j.assignment_id, j.labeler_id, 'I see.', now()
                from chosen c join judgment j on j.id = c.id where c.position < 10000""");
        // One person's years of work, a quarter of an hour after the other, five in each day of the last weeks, and
        // what became of it.
        run(database, """
                insert into judged_quarter (labeler_id, quarter, judged, seconds)
                select l.id, date_bin('15 minutes', now(), 'epoch') - n * interval '5 hours', 10, 300
                from labeler l cross join generate_series(1, 20000) n where l.username = ?
                on conflict do nothing""", talkative);
        run(database, """
                insert into review (judgment_id, project_id, author_id, cause, entered_at, outcome, note, decided_at, reviewer_id)
                select j.id, j.project_id, j.labeler_id, 'sampled', j.judged_at, 'rejected', 'See K1.', j.judged_at, other.id
                from (select * from judgment j where j.labeler_id = (select id from labeler where username = ?)
                      order by j.judged_at limit 2000) j
                cross join lateral (select id from labeler o where o.id <> j.labeler_id limit 1) other
                on conflict do nothing""", talkative);
        run(database, """
                insert into quality_measure (project_id, scope, week, kind, form, criterion, judgments, simulated, items, estimate, low, high, raw)
                select p.id, case n when 0 then 'project' else 'week' end, case when n > 0 then date '2026-01-05' + 7 * n end, ?,
                  'preference', '', 4000, 0, 1000, 0.5, 0.4, 0.6, 0.8
                from project p cross join generate_series(0, 26) n where p.slug = ?""", WorkHistory.KIND, slug);
        run(database, """
                update import_batch b set documents_new = 2000 from project p where p.id = b.project_id and p.slug = ?""", slug);
        database.commit();
        database.setAutoCommit(true);
        try (Statement statement = database.createStatement()) {
            for (String table : List.of(
                    "answer",
                    "dataset_judgment",
                    "dataset_member",
                    "run_event",
                    "measurement",
                    "talk",
                    "talk_turn",
                    "guideline_question",
                    "document",
                    "gold_judgment",
                    "planned_repeat",
                    "repeat_judgment",
                    "task",
                    "pause",
                    "pause_appeal",
                    "quiz_try",
                    "quality_labeler",
                    "quality_told",
                    "judged_quarter",
                    "review",
                    "notice",
                    "judgment_comment",
                    "import_refusal")) {
                statement.execute("vacuum (analyze) " + table);
            }
        }
    }

    /** Makes somebody a member of many other projects, of which no page of this one may read more than it shows. */
    void joinOthers(Connection database, String username) throws SQLException {
        run(database, """
                insert into project (id, slug, name, created_at)
                select gen_random_uuid(), ? || '-beside-' || n, 'Beside ' || n, now() from generate_series(1, ?) n""", slug, OTHER_PROJECTS);
        run(database, """
                insert into member (project_id, labeler_id, added_at)
                select p.id, l.id, now() from project p cross join labeler l
                where p.slug like ? || '-beside-%' and l.username = ?""", slug, username);
    }

    private String manifest(UUID dataset) {
        return Wire.write(new Manifest(
                dataset.toString(),
                1,
                JUDGMENTS,
                hash("dataset"),
                Map.of("preference", (long) JUDGMENTS),
                Map.of("train", JUDGMENTS * 9L / 10, "held-out", JUDGMENTS / 10L),
                List.of(),
                Map.of(),
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now()));
    }

    private String hash(String what) {
        return Wire.sha256((slug + what).getBytes(StandardCharsets.UTF_8));
    }

    private static void run(Connection database, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
