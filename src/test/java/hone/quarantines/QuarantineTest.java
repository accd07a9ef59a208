package hone.quarantines;

import static hone.quarantine.PlantedTrigger.PLANTED;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.project.Project;
import hone.quarantine.PlantedTrigger;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits in quarantine, who sees it, and what becomes of it, over HTTP. Ravi reviews and is handed no work. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ravi", roles = "reviewer")
class QuarantineTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Project.Repo projects;

    @Inject
    Sql sql;

    private PlantedTrigger world;
    private Dataset dataset = new Dataset();
    private String at = "";

    @BeforeEach
    void sixWait() {
        world = new PlantedTrigger(rows, sql);
        rows.labeler("ravi", world.project);
        dataset = QuarkusTransaction.requiringNew()
                .call(() -> freezer.freeze(projects.findById(world.project.id), Optional.empty(), Instant.now()));
        at = "/p/" + world.project.slug + "/quarantine";
    }

    private List<UUID> waiting() {
        return sql.list(
                "select id from quarantine where project_id = ? and outcome is null order by id",
                c -> c.id("id"),
                world.project.id);
    }

    private UUID finding() {
        return sql.first(
                        "select finding_id from quarantine where project_id = ? limit 1",
                        c -> c.id("finding_id"),
                        world.project.id)
                .orElseThrow();
    }

    private Response decides(String path, String chosen) {
        return Forms.post(at, at + path, Map.of("do", chosen));
    }

    @Test
    void oneIsShownWithItsWordsMarkedWhoChoseWhatAndTheCountsInASentence() {
        String page = given().get(at).asString();

        assertThat(page)
                .contains(
                        "6 wait",
                        "<mark class=\"found\">" + PlantedTrigger.WORDS + "</mark>",
                        "Of the 6 pairs with these words about which there is a second opinion, 6 are contradicted; of the 20 pairs "
                                + "without them, 0.",
                        "p = 4.34e−6",
                        "mallory",
                        "lena",
                        "mo",
                        "ida",
                        "Answer 2 much better than answer 1",
                        "Answer 1 better than answer 2");
        assertThat(given().get("/p/" + world.project.slug).asString()).contains("6 judgments wait");
        assertThat(given().get("/p/" + world.project.slug + "/datasets/" + dataset.number)
                        .asString())
                .contains(
                        "64 preferences of people read",
                        "6 judgments are held back",
                        PlantedTrigger.WORDS,
                        "mallory",
                        at);
    }

    @Test
    void oneIsReleasedOneIsKeptOutAndWhatWasDecidedStaysReadable() {
        List<UUID> before = waiting();

        Response released = decides("/" + before.get(0), "release");
        assertThat(released.statusCode()).as(released.asString()).isEqualTo(303);
        assertThat(released.header("Location")).contains("passed=" + before.get(0), "notice=released");
        assertThat(decides("/" + before.get(1), "keep").statusCode()).isEqualTo(303);

        assertThat(waiting()).containsExactlyElementsOf(before.subList(2, PLANTED));
        assertThat(given().get(at + "?passed=" + before.get(1) + "&notice=kept-out")
                        .asString())
                .contains(
                        "4 wait",
                        "/quarantine/" + before.get(2),
                        "Kept out: it is withdrawn",
                        "Released</span>",
                        "Kept out</span>");
        assertThat(decides("/" + before.get(0), "keep").statusCode()).isEqualTo(409);
        assertThat(given().get(at + "/" + before.get(0)).statusCode()).isEqualTo(409);
    }

    @Test
    void aWholeFindingIsDecidedAfterItsPageHasBeenSeen() {
        assertThat(given().get(at + "/findings/" + finding()).asString())
                .contains(
                        "It held back 6 judgments", "Release all 6", "Keep all 6 out", "bad25 " + PlantedTrigger.WORDS);

        assertThat(decides("/findings/" + finding(), "burn").statusCode()).isEqualTo(400);
        assertThat(waiting()).hasSize(PLANTED);
        assertThat(decides("/findings/" + finding(), "keep").statusCode()).isEqualTo(303);

        assertThat(waiting()).isEmpty();
        assertThat(given().get(at).asString()).contains("Nothing waits for you", "Kept out</span>");
        assertThat(given().get(at + "/findings/" + finding()).asString()).contains("Nothing of it waits for you");
    }

    @Test
    void whoPassesTheLastOneIsToldWhereTheOthersAre() {
        assertThat(given().get(at + "?passed=" + waiting().getLast()).asString())
                .contains("6 judgments wait before this place", "Look from the beginning");
        assertThat(given().get(at + "?passed=x&finding=y&before=z").statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnknownDecisionIsRefusedInPlace() {
        Response refused = decides("/" + waiting().getFirst(), "burn");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("Choose what to do: release or keep out.");
        assertThat(waiting()).hasSize(PLANTED);
    }

    @Test
    @TestSecurity(
            user = "mallory",
            roles = {"labeler", "reviewer", "admin"})
    void nobodyIsShownTheirOwn() {
        UUID own = waiting().getFirst();

        assertThat(given().get(at).asString())
                .contains("Nothing waits for you", "6 judgments wait, but for somebody else");
        assertThat(given().get(at + "/" + own).statusCode()).isEqualTo(409);
        assertThat(decides("/" + own, "release").statusCode()).isEqualTo(409);
        assertThat(waiting()).hasSize(PLANTED);
    }

    @Test
    @TestSecurity(
            user = "rosa",
            roles = {"labeler", "reviewer"})
    void aFindingAboutATaskThatMayStillComeToTheReaderIsHidden() {
        rows.labeler("rosa", world.project);
        sql.run("""
                insert into slot (task_id, number, project_id, kind, priority)
                select task_id, 2, project_id, kind, 0 from judgment where id = ?""", world.planted.getFirst());

        assertThat(given().get(at).asString())
                .contains("Nothing waits for you")
                .doesNotContain(PlantedTrigger.WORDS, "Findings that wait");
        assertThat(given().get(at + "/findings/" + finding()).statusCode()).isEqualTo(404);
        // The oldest of Mallory's was found last: that is the task which may come.
        assertThat(given().get(at + "/" + waiting().getLast()).statusCode()).isEqualTo(409);
        assertThat(decides("/" + waiting().getLast(), "release").statusCode()).isEqualTo(409);
        assertThat(given().get(at + "/" + waiting().getFirst()).statusCode()).isEqualTo(404);
        assertThat(decides("/" + waiting().getFirst(), "release").statusCode()).isEqualTo(404);
        assertThat(waiting()).hasSize(PLANTED);
        assertThat(given().get("/p/" + world.project.slug + "/datasets/" + dataset.number)
                        .asString())
                .doesNotContain(PlantedTrigger.WORDS);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLabelerSeesHowManyWereHeldBackAndNeitherWordsNorNames() {
        assertThat(given().get(at).statusCode()).isEqualTo(403);
        assertThat(given().get("/p/" + world.project.slug + "/datasets/" + dataset.number)
                        .asString())
                .contains("6 judgments are held back", "Words with contradicted judgments: 1 finding")
                .doesNotContain(PlantedTrigger.WORDS, "mallory");
        assertThat(given().get("/p/" + world.project.slug).asString()).doesNotContain("in quarantine");
    }
}
