package hone.round;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.project.Project;
import hone.run.RunState;
import hone.run.TrainingRun;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of runs, the page of a run and the page of its round say the same about where it is; so for rounds. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class StatesAgreeTest {
    private static final Pattern BADGE = Pattern.compile("<span class=\"badge [^\"]*\">([^<]+)</span>");

    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Inject
    TrainingRun.Repo runs;

    /** What each state is called everywhere; a new one is missing here until it is said what it is called. */
    private static String said(RunState state) {
        return switch (state) {
            case WAITING -> "Waiting";
            case RUNNING -> "Training";
            case CANCELLING -> "Ending";
            case SUCCEEDED -> "Done";
            case FAILED -> "Failed";
            case CANCELLED -> "Cancelled";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, , Waiting",
        "true, false, , Training",
        "true, true, , Ending",
        "false, true, , Ending",
        "true, false, succeeded, Done",
        "true, false, failed, Failed",
        "true, true, cancelled, Cancelled",
    })
    void ofARun(boolean started, boolean cancelAsked, @Nullable String outcome, String said) {
        Project project = rows.project();
        UUID round = round(project, "succeeded");
        UUID run = run(project, round, started, cancelAsked, outcome);

        assertThat(said(runs.findById(run).state())).isEqualTo(said);
        assertThat(badge(project, "/runs", "<tbody>")).isEqualTo(said);
        assertThat(badge(project, "/runs/1", "id=\"p-state\"")).isEqualTo(said);
        String ofRound = page(project, "/rounds/1");
        String flow = ofRound.substring(ofRound.indexOf("id=\"p-flow\""), ofRound.indexOf("id=\"p-circle\""));
        // A stage that goes on says how far it is, one that is done how long it took.
        assertThat(flow)
                .contains("<span class=\"sub\">"
                        + switch (said) {
                            case "Training" -> "step 3 of 10";
                            case "Done" -> "0 s";
                            default -> said;
                        }
                        + "</span>");
    }

    @ParameterizedTest
    @CsvSource({", Running", "succeeded, Done", "failed, Failed", "cancelled, Stopped"})
    void ofARound(@Nullable String outcome, String said) {
        Project project = rows.project();
        round(project, outcome);

        assertThat(badge(project, "/rounds", "<tbody>")).isEqualTo(said);
        assertThat(badge(project, "/rounds/1", "id=\"p-state\"")).isEqualTo(said);
        String projects =
                given().accept("text/html").get("/projects?q=" + project.slug).asString();
        assertThat(projects).containsIgnoringCase("1, " + said);
    }

    @Test
    void aFailedRoundAsksForTheFailedStageAndForNothingElse() {
        Project project = rows.project();
        UUID round = round(project, "failed");
        UUID sft = run(project, round, true, false, "succeeded");
        UUID model = rows.trained(project, project.slug + "-sft-1", rows.base(project)).id;
        QuarkusTransaction.requiringNew().run(() -> {
            sql.run("update model_version set run_id = ? where id = ?", sft, model);
            sql.run("update run set kind = 'generate', outcome = 'failed' where id = ?", failed(project, round));
        });

        assertThat(page(project, "/rounds/1")).contains("Try this stage again").doesNotContain("Needs you");

        QuarkusTransaction.requiringNew()
                .run(() -> sql.run("update round set outcome = 'succeeded' where id = ?", round));
        assertThat(page(project, "/rounds/1")).contains("Needs you");
    }

    @Test
    void onAnEmptyProjectNothingIsSaidToHaveFailed() {
        Project project = rows.project();

        for (String page : new String[] {"/rounds", "/datasets"}) {
            assertThat(page(project, page))
                    .contains("No judgment has been accepted in this project yet")
                    .doesNotContain("Nothing was");
        }
    }

    private UUID failed(Project project, UUID round) {
        return run(project, round, true, false, "failed");
    }

    /** It waits for the end of a run, so that nothing is done about it meanwhile. */
    private void goesOn(Project project, UUID round) {
        QuarkusTransaction.joiningExisting().run(() -> {
            sql.run("""
                    insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, created_at)
                    values (?, ?, 1, '', 0, 10, '{}', now())""", round, project.id);
            rows.published(round);
            run(project, round, true, false, null);
            sql.run("update round set dataset_id = id where id = ?", round);
        });
    }

    private UUID round(Project project, @Nullable String outcome) {
        UUID id = Uuid7.next();
        // Begun and going on in one transaction: an unfinished round without a run is taken on by the app.
        QuarkusTransaction.requiringNew().run(() -> {
            sql.run("""
                    insert into round (id, project_id, number, started_at, outcome, finished_at)
                    values (?, ?, 1, now(), ?, case when ?::text is null then null else now() end)""", id, project.id, outcome, outcome);
            if (outcome == null) {
                goesOn(project, id);
            }
        });
        return id;
    }

    private UUID run(Project project, UUID round, boolean started, boolean cancelAsked, @Nullable String outcome) {
        UUID id = Uuid7.next();
        QuarkusTransaction.joiningExisting()
                .run(() -> sql.run(
                        """
                insert into run (id, project_id, number, kind, round_id, recipe, policy_id, seed, requested_at,
                  started_at, cancel_asked_at, outcome, finished_at, step, steps)
                values (?, ?, (select count(*) + 1 from run where project_id = ?), 'sft', ?, cast(? as jsonb), ?, 1, now(),
                  case when ? then now() end, case when ? then now() end, ?, case when ?::text is null then null else now() end, 3, 10)""",
                        id,
                        project.id,
                        project.id,
                        round,
                        Wire.write(SftRecipe.small()),
                        rows.base(project).id,
                        started,
                        cancelAsked,
                        outcome,
                        outcome));
        return id;
    }

    private static String badge(Project project, String path, String after) {
        String page = page(project, path);
        Matcher badge = BADGE.matcher(page);
        assertThat(badge.find(page.indexOf(after))).isTrue();
        return badge.group(1);
    }

    private static String page(Project project, String path) {
        return given().accept("text/html")
                .get("/p/" + project.slug + path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
