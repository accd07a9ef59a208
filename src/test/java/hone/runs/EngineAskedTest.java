package hone.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.Example;
import hone.contract.Recipe;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.project.Project;
import hone.project.ProjectSettings;
import hone.project.WorkSettings;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The engine that a project has chosen, from its settings to the request that the trainer reads and the pages that tell of it. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class EngineAskedTest {
    @Inject
    CircleRows rows;

    @Inject
    RequestRun requests;

    @Inject
    Project.Repo projects;

    @Inject
    Sql sql;

    @Test
    void whatTrainsIsAskedOfTheEngineThatTheProjectHasChosenAtThatTime() {
        Project project = rows.project();

        TrainingRun before = requested(project, SftRecipe.small());
        choose(project, "trl");
        TrainingRun sft = requested(project, SftRecipe.small());
        TrainingRun sampling = requested(project, Wire.read(Example.resource("Recipe/generate.json"), Recipe.class));
        choose(project, "hone");
        TrainingRun own = requested(project, SftRecipe.small());
        choose(project, "default");
        TrainingRun after = requested(project, SftRecipe.small());

        assertThat(asked(before)).isEmpty();
        assertThat(asked(sft)).contains("trl");
        assertThat(asked(sampling)).isEmpty();
        assertThat(asked(own)).contains("hone");
        assertThat(asked(after)).isEmpty();
        page(project, before, "<dt>Engine chosen</dt>", "<dd>The installation’s default</dd>");
        page(project, sft, "<dt>Engine chosen</dt>", "<dd>TRL</dd>");
        page(project, own, "<dt>Engine chosen</dt>", "<dd>Hone</dd>");
        given().get("/p/" + project.slug + "/runs/" + sampling.number)
                .then()
                .statusCode(200)
                .body(not(containsString("<dt>Engine chosen</dt>")));
        String runs = "/api/v1/projects/" + project.slug + "/runs/";
        given().get(runs + sft.number).then().statusCode(200).body("inputs.engine", equalTo("trl"));
        assertThat(given().get(runs + before.number).jsonPath().getMap("inputs"))
                .doesNotContainKey("engine");
    }

    @Test
    void anEngineThatThereIsNotIsRefusedAndTheChoiceIsNoted() {
        Project project = rows.project();
        String settings = "/p/" + project.slug + "/settings";

        Forms.post(settings, settings, form(project, "magic"))
                .then()
                .statusCode(400)
                .body(containsString("id=\"engine-e\""), containsString("Choose one of the engines in the list."));
        assertThat(engine(project)).isEqualTo("default");
        choose(project, "openrlhf");

        assertThat(engine(project)).isEqualTo("openrlhf");
        given().get(settings).then().body(containsString("<option value=\"openrlhf\" selected>OpenRLHF</option>"));
        assertThat(sql.first(
                        "select detail ->> 'engine' as told from audit_entry where project_id = ? and action = 'project.changed'",
                        c -> c.text("told"),
                        project.id))
                .contains("default → openrlhf");
    }

    private void choose(Project project, String engine) {
        String settings = "/p/" + project.slug + "/settings";
        Forms.post(settings, settings, form(project, engine)).then().statusCode(303);
    }

    private static Map<String, String> form(Project project, String engine) {
        Map<String, String> form = new HashMap<>(
                ProjectSettings.of(project, WorkSettings.byDefault()).values());
        form.remove("rationaleRequired");
        form.remove("guidelineRequired");
        form.put("engine", engine);
        return form;
    }

    private TrainingRun requested(Project project, Recipe recipe) {
        return QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        projects.findById(project.id),
                        recipe,
                        Optional.empty(),
                        RequestRun.From.policy(rows.base(project)),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        Instant.now()));
    }

    /** In the message that goes to the trainer. */
    private Optional<String> asked(TrainingRun run) {
        return sql.first(
                        "select coalesce(cast(payload as jsonb) ->> 'engine', '') as asked from outbox where topic = 'runs' and key = ?",
                        c -> c.text("asked"),
                        run.id.toString())
                .filter(engine -> !engine.isEmpty());
    }

    private String engine(Project project) {
        return sql.first("select engine from project where id = ?", c -> c.text("engine"), project.id)
                .orElseThrow();
    }

    private static void page(Project project, TrainingRun run, String... parts) {
        assertThat(given().get("/p/" + project.slug + "/runs/" + run.number).asString())
                .contains(parts);
    }
}
