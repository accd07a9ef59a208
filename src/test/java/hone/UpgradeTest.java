package hone;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;

/** What a released Hone wrote is there after the migrations that came since, under its new names. */
@QuarkusTest
@WithTestResource(Servers.class)
class UpgradeTest {
    private static final String RELEASED = "10";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    Sql sql;

    private final String schema = "released_" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void roundsTheirStagesTheirSettingsAndWhatRunsToldAreKept() {
        migrate(RELEASED);
        UUID project = UUID.randomUUID();
        UUID person = UUID.randomUUID();
        UUID round = UUID.randomUUID();
        UUID model = UUID.randomUUID();
        UUID run = UUID.randomUUID();
        String sft = Wire.write(SftRecipe.small());
        write("insert into S.labeler (id, username, display_name, created_at) values (?, 'ada', 'Ada', now())", person);
        write("insert into S.project (id, slug, name, created_at) values (?, 'stories', 'Stories', now())", project);
        write(
                "insert into S.iteration (id, project_id, number, started_at, finished_at, outcome) values (?, ?, 7, now(), now(), 'failed')",
                round,
                project);
        write(
                "insert into S.iteration_step (iteration_id, step, asked, skipped, again_after) values (?, 'reward', true, 'Too few.', 3)",
                round);
        write("""
                insert into S.round_settings (project_id, sft, reward, ppo, generate, sft_recipe, updated_by, updated_at)
                values (?, true, true, false, true, cast(? as jsonb), ?, now())""", project, sft, person);
        write("""
                insert into S.text_draft (labeler_id, place, fields, version, writer, saved_at)
                values (?, '/p/stories/rounds/steps', '{}', 1, 'page', now())""", person);
        write("""
                insert into S.model_version (id, name, kind, sha256, chat_template, created_at)
                values (?, 'base', 'policy', repeat('a', 64), 'hone', now())""", model);
        write("""
                insert into S.run (id, project_id, number, kind, iteration_id, recipe, policy_id, seed, requested_at)
                values (?, ?, 1, 'sft', ?, cast(? as jsonb), ?, 1, now())""", run, project, round, sft, model);
        event(run, 1, "run.step", 1, "{\"metrics\": {\"loss\": 3.5, \"lr\": \"NaN\"}}");
        event(run, 2, "run.evaluation", 1, "{\"name\": \"held-out\", \"metrics\": {\"loss\": 2.5, \"rows\": 40.0}}");
        event(run, 3, "run.step", 1, "{\"metrics\": {\"loss\": 3.25}}");

        MigrateResult since = migrate("latest");

        assertThat(since.migrationsExecuted).isPositive();
        assertThat(read("select number || ' ' || outcome from S.round")).containsExactly("7 failed");
        assertThat(read("select stage || ' ' || asked || ' ' || left_out || ' ' || again_after from S.round_stage"))
                .containsExactly("reward true Too few. 3");
        assertThat(read("select cast(round_id as text) from S.run")).containsExactly(round.toString());
        assertThat(
                        read(
                                "select stage || ' ' || taken || ' ' || (recipe is not null) from S.stage_setting order by stage"))
                .containsExactly("generate true false", "ppo false false", "reward true false", "sft true true");
        assertThat(read("select place from S.text_draft")).containsExactly("/p/stories/rounds/stages");
        assertThat(
                        read(
                                "select split || ' ' || name || ' ' || value || ' ' || coalesce(cast(n as text), '?') from S.measurement order by split, name"))
                .containsExactly("held-out loss 2.5 40", "held-out rows 40 ?", "train loss 3.25 ?");
        assertThat(read("""
                select conname from pg_constraint where conname like '%iteration%'
                union all select cast(relname as text) from pg_class where relname like '%iteration%'""")).isEmpty();
        write("drop schema S cascade");
    }

    /** Lanes have other numbers since V042: priority 0, what came back in it, and both of priority 2. */
    @Test
    void howFarSomebodyHasComeInTheirQueueIsKept() {
        migrate("41");
        UUID project = UUID.randomUUID();
        UUID person = UUID.randomUUID();
        write("insert into S.labeler (id, username, display_name, created_at) values (?, 'ada', 'Ada', now())", person);
        write("insert into S.project (id, slug, name, created_at) values (?, 'stories', 'Stories', now())", project);
        for (int lane : List.of(0, 1, 4, 5)) {
            write(
                    "insert into S.slot_passed (labeler_id, project_id, kind, lane, entered, task_id) values (?, ?, 'comparison', ?, '7', ?)",
                    person,
                    project,
                    lane,
                    UUID.randomUUID());
        }

        migrate("latest");

        assertThat(read("select cast(lane as text) from S.slot_passed order by lane"))
                .containsExactly("0", "17", "36", "53");
        write("drop schema S cascade");
    }

    private void event(UUID run, long sequence, String kind, long step, String body) {
        write(
                "insert into S.run_event (run_id, sequence, kind, at, step, body) values (?, ?, ?, now(), ?, cast(? as jsonb))",
                run,
                sequence,
                kind,
                step,
                body);
    }

    private MigrateResult migrate(String target) {
        return Flyway.configure()
                // Connections of its own that see no other schema: Quartz's script drops the tables that it finds.
                .dataSource(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema, user, password)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    private void write(String statement, Object... parameters) {
        sql.run(statement.replace("S.", schema + ".").replace("schema S ", "schema " + schema + " "), parameters);
    }

    private List<String> read(String query) {
        return sql.list("select told from (" + query.replace("S.", schema + ".") + ") q (told)", c -> c.text("told"));
    }
}
