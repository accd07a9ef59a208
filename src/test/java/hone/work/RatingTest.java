package hone.work;

import static hone.work.Handed.handed;
import static hone.work.Handed.path;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.guideline.Criterion;
import hone.guideline.Rules;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers rated one by one on what the project's guideline names, from being asked to the rows of a dataset. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class RatingTest {
    private static final String NAMED = """
            # How to rate

            ### S1 Helpful (1–7)
            Does it do what was asked?

            ### F1 Harmful (yes/no)
            Could it hurt somebody?

            ### R1 One line at a time
            Not a line that is rated.
            """;

    @Inject
    Bench bench;

    @Inject
    WorkSettings.Repo askedWork;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Sql sql;

    @Test
    void everyAnswerIsRatedByWhatTheGuidelineNamesAndTheRowsFollowTheAnswersNotTheSides() {
        Project project = projectThatRates();
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, WorkKind.RATING.wireName());
        List<?> shown = bench.list("""
                select w.text from assignment_answer x join answer w on w.id = x.answer_id
                where x.assignment_id = ?1 order by x.position""", Handed.id(work));
        assertThat(given().get(work).asString())
                .contains("Rate 2 answers", "Helpful", "Harmful", "name=\"rate-2-2\"")
                .doesNotContain("name=\"rate-1-3\"");

        Response stored = Forms.post(work, work, ratings("6", "no", "2", "yes"));

        assertThat(stored.statusCode()).isEqualTo(303);
        assertThat(bench.event(work))
                .contains(
                        "\"kind\":\"rating\"",
                        "\"scales\":{\"Helpful\":6},\"flags\":{\"Harmful\":false}",
                        "\"scales\":{\"Helpful\":2},\"flags\":{\"Harmful\":true}");
        assertThat(given().get("/home").asString()).contains("Rated");
        Dataset dataset = freezer.freeze(project, Optional.empty(), Instant.now());
        assertThat(dataset.manifest.kinds()).containsEntry("dataset.rated", 2L);
        assertThat(sql.list("""
                        select row::jsonb ->> 'response' || ' ' || (row::jsonb -> 'scales' ->> 'Helpful') || ' '
                          || (row::jsonb -> 'flags' ->> 'Harmful') || ' ' || weight as told
                        from dataset_member where dataset_id = ? and kind = 'dataset.rated' order by position""", c -> c.text("told"), dataset.id))
                .containsExactly(shown.get(0) + " 6 false 0.5", shown.get(1) + " 2 true 0.5");
    }

    @Test
    void whatIsNotRatedIsSaidAndWhatWasRatedStays() {
        Project project = projectThatRates();
        bench.prompt(project, "One", "one");
        String work = handed(project, WorkKind.RATING.wireName());

        Response missing = Forms.post(work, work, Map.of("rate-1-1", "7"));
        Response impossible = Forms.post(work, work, Map.of("rate-1-1", "8", "rate-1-2", "7"));

        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.asString())
                .contains("“Harmful” of answer A is not rated yet.", "name=\"rate-1-1\" value=\"7\" checked");
        assertThat(impossible.statusCode()).isEqualTo(400);
        assertThat(impossible.asString())
                .contains(
                        "“Helpful” of answer A must be a digit from 1 to 7.",
                        "“Harmful” of answer A must be yes or no.");
        assertThat(bench.one("select count(*) from judgment where project_id = ?1", project.id))
                .isEqualTo(0L);
    }

    @Test
    void draftsAndUndoKeepTheRatings() {
        Project project = projectThatRates();
        bench.prompt(project, "One", "one");
        String work = handed(project, WorkKind.RATING.wireName());

        Forms.post(work, work + "/draft", Map.of("rate-1-1", "3")).then().statusCode(200);
        assertThat(given().get(work).asString()).contains("name=\"rate-1-1\" value=\"3\" checked");
        Forms.post(work, work, Map.of("rate-1-1", "4", "rate-1-2", "no", "why", "Plain."));
        Response undone = Forms.post(work, work + "/undo", Map.of());

        assertThat(path(undone)).isEqualTo(work);
        assertThat(given().get(work).asString()).contains("name=\"rate-1-1\" value=\"4\" checked", "Plain.");
    }

    @Test
    void workInSomebodysHandsKeepsTheScalesItWasHandedOutWith() {
        Project project = projectThatRates();
        bench.prompt(project, "One", "one");
        String work = handed(project, WorkKind.RATING.wireName());
        bench.publish(project, WorkKind.RATING.wireName(), 3, "### S1 Brave (1-7)\nIs it?");

        assertThat(given().get(work).asString()).contains("Helpful").doesNotContain("Brave");
        assertThat(Forms.post(work, work, ratings("6", "no", "", "")).statusCode())
                .isEqualTo(303);
    }

    @Test
    void aGuidelineThatNamesNothingSaysSo() {
        Project project = projectThatRates();
        bench.publish(project, WorkKind.RATING.wireName(), 3, "### R1 Only a rule\nNo scale.");
        bench.prompt(project, "One", "one");
        String work = handed(project, WorkKind.RATING.wireName());

        assertThat(given().get(work).asString()).contains("Nothing to rate");
        Response sent = Forms.post(work, work, Map.of("why", "?"));
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(sent.asString()).contains("names nothing to rate");
    }

    @Test
    void ofTitlesThoseWithAScaleAreRatedOnceEach() {
        List<Criterion> named = Criterion.of(Rules.of("""
                ### A1 Helpful (1-7)
                ### A2 True ( 1 – 7 )
                ### A3 Rude (Yes/No)
                ### A4 Helpful (yes/no)
                ### A5 From 1–7
                """));

        assertThat(named)
                .containsExactly(
                        new Criterion(1, "Helpful", Criterion.Scale.SEVEN),
                        new Criterion(2, "True", Criterion.Scale.SEVEN),
                        new Criterion(3, "Rude", Criterion.Scale.FLAG));
    }

    /** Only ratings are asked for, of one person. */
    private Project projectThatRates() {
        Project project = bench.project(1, "lena");
        askedWork.store(project.id, WorkSettings.changed(asked -> new WorkSetting(false, 1)));
        Map<WorkKind, WorkSetting> kinds =
                new HashMap<>(askedWork.of(project.id).kinds());
        kinds.put(WorkKind.RATING, new WorkSetting(true, 1));
        askedWork.store(project.id, new WorkSettings(kinds));
        bench.publish(project, WorkKind.RATING.wireName(), 2, NAMED);
        return project;
    }

    private static Map<String, String> ratings(String a1, String a2, String b1, String b2) {
        return Map.of("rate-1-1", a1, "rate-1-2", a2, "rate-2-1", b1, "rate-2-2", b2);
    }
}
