package hone.browser;

import hone.contract.Kind;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.run.Measurement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A run of a project as the app would have it, told by its events alone: written past the app, because nothing is trained here. */
public record PlayedRun(Database database, Recipe recipe, UUID id, int number) {
    /** @param policy the name of the model it begins with; in the project's newest round when there is one */
    static PlayedRun of(Workplace place, Database database, Recipe recipe, String policy) {
        UUID id = UUID.randomUUID();
        database.run("""
                insert into run (id, project_id, number, kind, round_id, recipe, dataset_id, policy_id, seed, requested_at)
                select ?, p.id, (select count(*) + 1 from run r where r.project_id = p.id), ?,
                       (select rd.id from round rd where rd.project_id = p.id order by rd.number desc limit 1),
                       cast(? as jsonb), (select d.id from dataset d where d.project_id = p.id order by d.number desc limit 1),
                       m.id, 7, now()
                from project p join model_version m on m.name = ? where p.slug = ?""", id, Kind.nameOf(recipe), Wire.write(recipe), policy, place.slug());
        int number = (int) database.number("select number from run where id = ?", id);
        return new PlayedRun(database, recipe, id, number);
    }

    void begins(int steps) {
        database.run("update run set started_at = now(), step = 0, steps = ? where id = ?", steps, id);
    }

    void tells(RunEvent event) {
        database.run("""
                insert into run_event (run_id, sequence, kind, at, step, body)
                values (?, ?, ?, now(), cast(? as bigint), cast(? as jsonb))""", id, event.sequence(), Kind.nameOf(event), step(event), Wire.write(event));
        for (Measurement number : Measurement.of(recipe, event)) {
            database.run(
                    "insert into measurement (run_id, split, step, name, value, n, sequence) values (?, ?, ?, ?, ?, cast(nullif(?, '') as bigint), ?)",
                    id,
                    number.split(),
                    number.step(),
                    number.name(),
                    number.value(),
                    number.n().map(n -> Long.toString(n)).orElse(""),
                    event.sequence());
        }
        if (event instanceof RunEvent.StepReported told) {
            database.run("update run set step = ? where id = ?", told.step(), id);
        }
    }

    void tells(List<RunEvent> events) {
        events.forEach(this::tells);
    }

    void ends(String outcome, String reason) {
        database.run("update run set finished_at = now(), outcome = ?, reason = ? where id = ?", outcome, reason, id);
    }

    /** It succeeded and made this model. */
    void makes(Workplace place, String name, String kind) {
        database.run("update run set finished_at = now(), outcome = 'succeeded' where id = ?", id);
        database.run(
                """
                insert into model_version (id, project_id, name, kind, sha256, parent_id, run_id, chat_template, created_at)
                select ?, p.id, ?, ?, ?, r.policy_id, r.id, 'hone', now() from project p join run r on r.project_id = p.id
                where p.slug = ? and r.id = ?""",
                UUID.randomUUID(),
                name,
                kind,
                Wire.sha256(name.getBytes(StandardCharsets.UTF_8)),
                place.slug(),
                id);
    }

    private static String step(RunEvent event) {
        return switch (event) {
            case RunEvent.StepReported told -> Long.toString(told.step());
            case RunEvent.EvaluationReported told -> Long.toString(told.step());
            case RunEvent.CheckpointSaved told -> Long.toString(told.step());
            default -> "0";
        };
    }
}
