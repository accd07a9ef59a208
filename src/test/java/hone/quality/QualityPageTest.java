package hone.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.quality.QualityRows.Shown;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Who sees how far people agree, and what they see. */
@QuarkusTest
@WithTestResource(Servers.class)
class QualityPageTest {
    @Inject
    Bench bench;

    @Inject
    Sql sql;

    @Inject
    MeasureQuality measure;

    @Test
    @TestSecurity(user = "qualified-labeler", roles = "labeler")
    void aLabelerIsRefusedThePageAndItsFile() {
        Project project = bench.project(2, "qualified-labeler");

        assertThat(page(project, "").statusCode()).isEqualTo(403);
        assertThat(page(project, "/measures.csv").statusCode()).isEqualTo(403);
    }

    @Test
    @TestSecurity(
            user = "reviewer-elsewhere",
            roles = {"labeler", "reviewer"})
    void toAReviewerOfAnotherProjectThereIsNoSuchPage() {
        bench.project(2, "reviewer-elsewhere");
        Project project = bench.project(2, "qualified-labeler");

        assertThat(page(project, "").statusCode()).isEqualTo(404);
        assertThat(page(project, "/measures.csv").statusCode()).isEqualTo(404);
    }

    @Test
    @TestSecurity(
            user = "reviewer-here",
            roles = {"labeler", "reviewer"})
    void aReviewerReadsThatThereIsNothingYet() {
        Project project = bench.project(2, "reviewer-here");

        Response page = page(project, "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).contains("There is nothing to measure yet").doesNotContain("NaN");
    }

    @Test
    @TestSecurity(
            user = "reviewer-here",
            roles = {"labeler", "reviewer"})
    void fewTasksAreNoNumbersAndScriptsAreMarked() {
        Project project = bench.project(2, "reviewer-here", "script-q");
        sql.run("update labeler set simulated = true where username = 'script-q'");
        judge(project, 3);

        String page = page(project, "").asString();

        assertThat(words(page))
                .contains(
                        "There is not enough data yet to tell: it takes 30 tasks judged by at least two, and there are 3.")
                .contains("Simulated: 3");
        assertThat(page).doesNotContain("class=\"interval\"");
        assertThat(page.split("badge simulated", -1))
                .as("beside the kind and beside the script's name")
                .hasSize(3);
    }

    /** Half of the tasks: both prefer the same; the other half: they don't. */
    @Test
    @TestSecurity(
            user = "reviewer-here",
            roles = {"labeler", "reviewer"})
    void enoughTasksAreANumberWithItsIntervalAndAFile() {
        Project project = bench.project(2, "reviewer-here", "reader-q");
        QualityRows rows = judge(project, 40);
        Shown ranked = rows.task(WorkKind.RANKING.wireName(), "a", "b", "c");
        rows.judged("reader-q", ranked, new Verdict.NotRankable(ranked.answers()));
        measure.measure(project.id);

        String page = words(page(project, "").asString());
        String file = page(project, "/measures.csv").asString();

        assertThat(page).contains("No more than by chance, as far as can be told so far.", "50 %", "on 40 tasks");
        assertThat(file.lines().findFirst())
                .contains(
                        "\"scope\",\"guideline_version\",\"week\",\"kind\",\"criterion\",\"measure\",\"judgments\",\"simulated\",\"items\",\"estimate\",\"low\",\"high\",\"undefined\",\"raw\"");
        assertThat(file.lines()).hasSize(4).anyMatch(line -> line.startsWith("\"project\",\"\",\"\",\"comparison\""));
        assertThat(file).doesNotContain("reader-q");
    }

    private QualityRows judge(Project project, int tasks) {
        QualityRows rows = new QualityRows(bench, sql, project);
        String other = tasks > 3 ? "reader-q" : "script-q";
        for (int i = 0; i < tasks; i++) {
            Shown task = rows.task(WorkKind.COMPARISON.wireName(), "a", "b");
            rows.judged("reviewer-here", task, prefers(task, i % 2));
            rows.judged(other, task, prefers(task, i / 2 % 2));
        }
        measure.measure(project.id);
        return rows;
    }

    private static Verdict prefers(Shown task, int better) {
        return new Verdict.Preferred(task.answers().get(better), task.answers().get(1 - better), Degree.BETTER);
    }

    private static Response page(Project project, String rest) {
        return given().accept(rest.isEmpty() ? "text/html" : "*/*").get("/p/" + project.slug + "/quality" + rest);
    }

    private static String words(String page) {
        return page.replaceAll("\\s+", " ");
    }
}
