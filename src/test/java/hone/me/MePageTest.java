package hone.me;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A labeler's own page over HTTP, on rows that work, measuring, review and training leave. */
@QuarkusTest
@WithTestResource(Servers.class)
class MePageTest {
    @Inject
    Bench bench;

    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    private static String page() {
        Response page = given().get("/me");
        assertThat(page.statusCode()).isEqualTo(200);
        return page.asString().replaceAll("\\s+", " ");
    }

    @Test
    @TestSecurity(user = "me-newcomer", roles = "labeler")
    void aNewcomerReadsWhatWillStandHere() {
        assertThat(page())
                .contains(
                        "You have judged nothing yet.",
                        "Not enough yet: something can be said once 30 of your tasks",
                        "When a reviewer returns, changes or rejects a judgment of yours",
                        "your judgments count once a dataset is frozen with them")
                .doesNotContain("<svg class=\"plot\"", "days in a row");
    }

    @Test
    @TestSecurity(user = "me-busy", roles = "labeler")
    void whatIsJudgedIsCountedAndWhatIsUndoneIsNot() {
        Project project = bench.project(1, "me-busy");
        for (int i = 0; i < 3; i++) {
            bench.prompt(project, "A fox " + i, "one", "two");
        }
        String work = "";
        for (int i = 0; i < 3; i++) {
            work = handed(project);
            assertThat(Forms.post(work, work, Map.of("choice", "a3")).statusCode())
                    .isEqualTo(303);
        }
        assertThat(page()).containsPattern(stat("Judgments today", 3)).containsPattern(stat("In all", 3));

        assertThat(Forms.post("/home", work + "/undo", Map.of()).statusCode()).isEqualTo(303);

        assertThat(page())
                .containsPattern(stat("Judgments today", 2))
                .containsPattern(stat("This week", 2))
                .containsPattern(stat("In all", 2))
                .contains("<svg class=\"plot\"");
    }

    @Test
    @TestSecurity(user = "me-earlier", roles = "labeler")
    void whatIsOlderThanTheChartCountsInAll() {
        UUID me = bench.person("me-earlier");
        sql.run(
                "insert into judged_quarter (labeler_id, quarter, judged, seconds) values (?, '2020-02-03 10:15:00Z', 7, 70)",
                me);
        sql.run("insert into judged_in_all (labeler_id, judged) values (?, 7)", me);

        assertThat(page())
                .containsPattern(stat("In all", 7))
                .containsPattern(stat("This week", 0))
                .doesNotContain("class=\"plot\"");
    }

    /** Wilson's interval of 115 in 140, 82.14 %, is 74.97 to 87.61 % (worked out by hand). */
    @Test
    @TestSecurity(user = "me-agrees", roles = "labeler")
    void agreementIsToldInWordsWithItsIntervalAndOnlyTheReadersOwn() {
        Project project = rows.project();
        UUID me = rows.labeler("me-agrees", project);
        tell(me, project, WorkKind.COMPARISON, 140, 115 / 140.0);
        tell(rows.labeler("me-other", project), project, WorkKind.COMPARISON, 140, 0.61);
        Project left = rows.project();
        tell(me, left, WorkKind.RANKING, 50, 0.5);

        assertThat(page())
                .contains(
                        project.name + " · Comparison",
                        "You and others chose the same answer in 82 % of 140 comparisons. By chance alone this could be anything from 75 to 88 %.",
                        "Measured <time")
                .doesNotContain("61 %", left.name);
    }

    private void tell(UUID who, Project project, WorkKind kind, int compared, double agreement) {
        sql.run(
                "insert into quality_told (labeler_id, project_id, kind, compared, agreement, measured_at) values (?, ?, ?, ?, ?, now())",
                who,
                project.id,
                kind.wireName(),
                compared,
                agreement);
    }

    @Test
    @TestSecurity(user = "me-changed", roles = "labeler")
    void datasetsAndModelsOfTheReadersWorkAreThereAndHowManyMore() {
        Project project = rows.project();
        UUID me = rows.labeler("me-changed", project);
        UUID other = rows.labeler("me-other", project);
        UUID first =
                rows.frozen(project, rows.demonstrated(project, me, rows.prompt(project, "Of a kite."), "It flew."));
        UUID foreign =
                rows.frozen(project, rows.demonstrated(project, other, rows.prompt(project, "Of a boat."), "It sank."));
        ModelVersion base = rows.base(project);
        ModelVersion tuned = rows.trainedOn(project, "tuned-" + project.slug, base, first);
        rows.trainedOn(project, "foreign-" + project.slug, base, foreign);
        frozenWith(me, first, 3);

        assertThat(page())
                .contains(
                        "3 of your judgments in <a href=\"/p/" + project.slug + "/datasets/1\">",
                        "/p/" + project.slug + "/models/tuned-" + project.slug,
                        "It learned from dataset 1; made <time")
                .doesNotContain("foreign-" + project.slug, "and 1 more");

        rows.current(project, tuned);
        for (int i = 0; i < 5; i++) {
            frozenWith(me, rows.frozen(project), 1);
        }
        assertThat(page()).contains("Current: it answers now. It learned from dataset 1", "and 1 more");

        sql.run("delete from member where labeler_id = ?", me);
        assertThat(page()).doesNotContain(project.slug, project.name);
    }

    private void frozenWith(UUID who, UUID dataset, int judgments) {
        sql.run(
                "insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments) values (?, ?, now(), ?) "
                        + "on conflict (dataset_id, labeler_id) do update set judgments = excluded.judgments",
                dataset,
                who,
                judgments);
    }

    @Test
    @TestSecurity(user = "me-corrects", roles = "labeler")
    void aCorrectedComplaintIsFollowedUpToTheModelThatAnswersOnceItIsSettled() {
        Project project = rows.project();
        UUID me = rows.labeler("me-corrects", project);
        ModelVersion base = rows.base(project);
        UUID prompt = rows.prompt(project, "Of a hat.");
        UUID judgment = rows.judged(
                project, me, prompt, new Verdict.Correction(rows.answer(prompt, "It bit."), "It fitted."), List.of());
        sql.run(
                "update task set origin = 'feedback', origin_id = gen_random_uuid() || '/1' where id = (select task_id from judgment where id = ?)",
                judgment);
        assertThat(page()).as("it can still be undone").doesNotContain("had called wrong");

        UUID dataset = rows.frozen(project, judgment);
        assertThat(page())
                .contains(project.name
                        + ": an answer that somebody had called wrong is corrected; your correction is in dataset 1.");

        ModelVersion tuned = rows.trainedOn(project, "hat-" + project.slug, base, dataset);
        assertThat(page()).contains(tuned.name + " learned from your correction (dataset 1).");

        rows.current(project, tuned);
        assertThat(page()).contains(tuned.name + ", which answers now, learned from your correction (dataset 1).");
    }

    @Test
    @TestSecurity(user = "me-told", roles = "labeler")
    void aReviewersNoteLeadsToTheRulesThatItCites() {
        Project project = bench.project(1, "me-told");
        bench.prompt(project, "A fox loses her kite.", "one", "two");
        String work = handed(project);
        assertThat(Forms.post(work, work, Map.of("choice", "a3")).statusCode()).isEqualTo(303);
        sql.run("""
                insert into review (judgment_id, project_id, author_id, cause, entered_at, outcome, note, decided_at, reviewer_id)
                select j.id, j.project_id, j.labeler_id, 'every', now(), 'rejected', 'See K2 <again>, not K9.', now(), ?
                from judgment j where j.project_id = ?""", bench.person("me-reviewer"), project.id);

        for (String page : List.of(page(), given().get("/home").asString())) {
            assertThat(page)
                    .contains(
                            "a judgment of yours was rejected.",
                            "See K2 &lt;again&gt;, not K9.",
                            "href=\"/p/" + project.slug
                                    + "/guidelines/comparison/versions/1#K2\" title=\"Let it end kindly\">K2</a>")
                    .doesNotContain("#K9", "#K1");
        }
    }

    @Test
    @TestSecurity(user = "me-german", roles = "labeler")
    void itSpeaksTheReadersLanguage() {
        Project project = rows.project();
        tell(rows.labeler("me-german", project), project, WorkKind.RATING, 31, 0.5);

        assertThat(given().header("Accept-Language", "de").get("/me").asString())
                .contains("Ihre Arbeit", "50 % der Noten gleich vergeben, in 31 Bewertungen", "lang=\"de\"");
        assertThat(given().header("Accept-Language", "es").get("/me").asString())
                .contains("Su trabajo", "el 50 % de las notas, en 31 valoraciones");
    }

    private static String handed(Project project) {
        return URI.create(given().redirects()
                        .follow(false)
                        .get("/p/" + project.slug + "/work/comparison")
                        .header("Location"))
                .getPath();
    }

    private static Pattern stat(String name, long count) {
        return Pattern.compile("<dt>" + name + "</dt>\\s*<dd class=\"tnum\">" + count + "</dd>");
    }
}
