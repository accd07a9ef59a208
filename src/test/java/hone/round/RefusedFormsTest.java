package hone.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a form of the circle is refused for stands on its own page, beside what was typed. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RefusedFormsTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    private Project project = new Project();
    private String at = "";

    @BeforeEach
    void aProjectWithNothingNew() {
        project = rows.project();
        at = "/p/" + project.slug;
    }

    @Test
    void freezingNothing() {
        Forms.post(at + "/settings", at + "/datasets", Map.of())
                .then()
                .statusCode(409)
                .body(
                        containsString("<h1>Datasets</h1>"),
                        containsString("role=\"alert\""),
                        containsString("No judgment has been accepted in this project yet"));
    }

    @Test
    void startingARoundWithNothingNew() {
        Forms.post(at + "/rounds", at + "/rounds", Map.of())
                .then()
                .statusCode(409)
                .body(containsString("<h1>Rounds</h1>"), containsString("No round was started."));
        assertThat(sql.number("select count(*) from round where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void aScheduleThatCantBe() {
        Forms.post(
                        at + "/rounds",
                        at + "/schedule",
                        Map.of("day", "3", "time", "half past", "zone", "<Mars>", "enabled", "on"))
                .then()
                .statusCode(400)
                .body(
                        containsString("<h1>Rounds</h1>"),
                        containsString("<option value=\"3\" selected>Wednesday</option>"),
                        containsString("value=\"half past\""),
                        containsString("id=\"time-e\">The time is hours and minutes"),
                        containsString("value=\"&lt;Mars&gt;\""),
                        containsString("id=\"zone-e\">The time zone is a name"),
                        containsString("name=\"enabled\" value=\"on\" checked"),
                        not(containsString("id=\"day-e\"")));
        assertThat(sql.number("select count(*) from schedule where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void samplingNothingOrSoManyAsCantBe() {
        String base = "base-" + project.slug;
        String model = at + "/models/" + base;

        Forms.post(model, at + "/runs/sample", Map.of("model", base, "prompts", "a few"))
                .then()
                .statusCode(400)
                .body(
                        containsString("<h1>" + base + "</h1>"),
                        containsString("value=\"a few\""),
                        containsString(
                                "id=\"prompts-e\" role=\"alert\">The number of prompts is a whole number from 1"));
        Forms.post(model, at + "/runs/sample", Map.of("model", base, "prompts", "12"))
                .then()
                .statusCode(409)
                .body(
                        containsString("<h1>" + base + "</h1>"),
                        containsString("value=\"12\""),
                        containsString("No prompt is short of answers of " + base));
        assertThat(sql.number("select count(*) from run where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void cancellingWhatHasEnded() {
        rows.prompt(project, "Who feeds the heron?");
        String base = "base-" + project.slug;
        Forms.post(at + "/models/" + base, at + "/runs/sample", Map.of("model", base, "prompts", "12"))
                .then()
                .statusCode(303);
        sql.run(
                "update run set outcome = 'failed', reason = 'It broke.', finished_at = now() where project_id = ?",
                project.id);
        rows.failedRound(project);

        Forms.post(at + "/rounds", at + "/runs/1/cancel", Map.of())
                .then()
                .statusCode(409)
                .body(containsString("<h1>Generate, run 1</h1>"), containsString("Run 1 has ended already (failed)."));
        Forms.post(at + "/rounds", at + "/rounds/1/cancel", Map.of())
                .then()
                .statusCode(409)
                .body(containsString("<h1>Round 1</h1>"), containsString("Round 1 has ended already."));
        Forms.post(at + "/rounds", at + "/rounds/1/again", Map.of())
                .then()
                .statusCode(409)
                .body(
                        containsString("<h1>Round 1</h1>"),
                        containsString("failed before anything was asked of the trainer"));
    }

    @Test
    void makingCurrentWithoutAReasonOrWithTooLongAOne() {
        String model = at + "/models/" + rows.trained(project, "kinder", rows.base(project)).name;

        Forms.post(model, model + "/current", Map.of("why", "  "))
                .then()
                .statusCode(400)
                .body(
                        containsString("<h1>kinder</h1>"),
                        containsString("<details class=\"ask\" open>"),
                        containsString("Say in up to 500 characters why"));
        Forms.post(model, model + "/current", Map.of("why", "It is kind. ".repeat(60)))
                .then()
                .statusCode(400)
                .body(containsString("It is kind. It is kind. "), containsString("id=\"why-error\""));
        String current = at + "/models/base-" + project.slug;
        Forms.post(model, current + "/current", Map.of("why", "Again."))
                .then()
                .statusCode(409)
                .body(containsString("<h1>base-" + project.slug + "</h1>"), containsString("is current already"));
    }
}
