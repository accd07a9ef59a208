package hone.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.contract.PpoRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.ApplyRunEvent;
import hone.run.RequestRun;
import hone.run.TrainerDouble;
import hone.run.TrainingEvents;
import hone.run.TrainingRun;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a run's page shows beside its parent and the run before it: equal names are not always equal measures. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RunsSideBySideTest {
    private static final Pattern CELL = Pattern.compile("<td class=\"num\">(.*?)</td>", Pattern.DOTALL);

    @Inject
    CircleRows rows;

    @Inject
    RequestRun requests;

    @Inject
    ApplyRunEvent apply;

    @Inject
    ModelVersion.Repo models;

    @Test
    void lossesOfDifferentKindsAreNotCompared() {
        Project project = rows.project();
        RequestRun.From base = RequestRun.From.policy(rows.base(project));
        ModelVersion tuned = ran(project, SftRecipe.small(), base, TrainerDouble::tuned);
        ran(project, RewardRecipe.small(), RequestRun.From.policy(tuned), TrainingEvents::scored);
        ran(project, RewardRecipe.small(), RequestRun.From.policy(tuned), TrainingEvents::scored);
        ran(project, SftRecipe.small(), RequestRun.From.policy(tuned), TrainerDouble::tuned);

        assertThat(row(project, 2, "Held-out loss")).containsExactly("0.52", "a loss of another kind");
        assertThat(row(project, 2, "Right on held-out pairs"))
                .containsExactly("0.75 0.598 to 0.858 (95 %, of 40)", "not measured");
        // Of the same kind: the run before is a reward model's too.
        assertThat(row(project, 3, "Held-out loss")).containsExactly("0.52", "a loss of another kind", "0.52");
        assertThat(row(project, 4, "Held-out loss")).containsExactly("1.84 of 40", "1.84 of 40");
    }

    @Test
    void aScoreByAnotherRewardModelIsNotComparedAndWhatHasNoLossSaysSo() {
        Project project = rows.project();
        RequestRun.From base = RequestRun.From.policy(rows.base(project));
        ModelVersion tuned = ran(project, SftRecipe.small(), base, TrainerDouble::tuned);
        RequestRun.From sft = RequestRun.From.policy(tuned);
        ModelVersion first = ran(project, RewardRecipe.small(), sft, TrainingEvents::scored);
        ModelVersion bent =
                ran(project, PpoRecipe.small(), new RequestRun.From(tuned, Optional.of(first)), TrainingEvents::bent);
        ran(project, PpoRecipe.small(), new RequestRun.From(tuned, Optional.of(first)), TrainingEvents::bent);
        ModelVersion second = ran(project, RewardRecipe.small(), sft, TrainingEvents::scored);
        ran(project, PpoRecipe.small(), new RequestRun.From(tuned, Optional.of(second)), TrainingEvents::bent);
        ran(project, RewardRecipe.small(), RequestRun.From.policy(bent), TrainingEvents::scored);

        assertThat(row(project, 4, "Reward")).containsExactly("1.1 of 128", "not measured", "1.1 of 128");
        assertThat(row(project, 6, "Reward")).containsExactly("1.1 of 128", "not measured", "by another reward model");
        assertThat(row(project, 6, "KL to the policy before")).containsExactly("6 of 128", "not measured", "6 of 128");
        assertThat(row(project, 7, "Held-out loss")).containsExactly("0.52", "not measured", "0.52");
    }

    /** A run from its request to the model it made. */
    private ModelVersion ran(
            Project project, Recipe recipe, RequestRun.From from, Function<String, List<RunEvent>> told) {
        return QuarkusTransaction.requiringNew().call(() -> {
            TrainingRun run = requests.request(
                    project,
                    recipe,
                    Optional.empty(),
                    from,
                    RequestRun.RequestedBy.by(Optional.empty()),
                    Instant.now());
            told.apply(run.id.toString()).forEach(event -> apply.apply(event, Instant.now()));
            return models.find("runId", run.id).singleResult();
        });
    }

    /** The cells of one line of the comparison: this run, its parent, the one before. */
    private static List<String> row(Project project, int run, String what) {
        String page = given().accept("text/html")
                .get("/p/" + project.slug + "/runs/" + run)
                .asString();
        String beside = page.substring(page.indexOf("id=\"p-beside\""));
        String line = beside.substring(beside.indexOf("<th scope=\"row\">" + what + "</th>"));
        Matcher cells = CELL.matcher(line.substring(0, line.indexOf("</tr>")));
        return cells.results()
                .map(cell -> cell.group(1).replaceAll("<[^>]*>", ""))
                .toList();
    }
}
