package hone.plans;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.devstack.history.WorkHistory;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hundred and ten thousand judgments are there, two thousand people, and one of them is 100,000 tasks ahead of everybody. No page may read
 * a table that grows from end to end, nor more rows than a page has use for. Each is asked for twice first, so that what is read once and
 * remembered is there; PostgreSQL plans the app's statements for any parameters from the first time on ({@code force_generic_plan}).
 */
@QuarkusTest
@WithTestResource(Servers.class)
class ReadsOfPagesTest {
    private static final int PEOPLE = 2_000;
    private static final int ASKED_BEFORE = 2;
    private static final String AHEAD = "reader-0000";
    private static final String OTHER = "reader-0007";

    /** What a page of work may read: some hundred rows of a dozen tables and their indexes. */
    private static final int ROWS_OF_WORK = 500;

    /** Twelve weeks of quarters of an hour, twenty notes of reviewers, and a few datasets with their models. */
    private static final int ROWS_OF_OWN = 2_000;

    /** A list shows fifty lines or more, and counts to its bounds. */
    private static final int ROWS_OF_LISTS = 10_000;

    /** Some count several things of a thousand tasks, judgments or answers each. */
    private static final int ROWS_OF_COUNTS = 15_000;

    /** One dataset, run or import: its own lines, of which a page has a hundred at most. */
    private static final int ROWS_OF_ONE = 3_000;

    /** A project at a glance and its rounds look at the newest two thousand judgments: who judged, what a round would make of them, what is new. */
    private static final int ROWS_OF_OVERVIEW = 25_000;

    /** A thousand lines, each with what one person did, counted to a thousand. */
    private static final int ROWS_OF_PEOPLE = 60_000;

    /** The list of a project's people, by name, reads them all; here nearly everybody is one of them. */
    private static final Set<String> PEOPLE_TABLES = Set.of("labeler", "member");

    private static String slug = "";

    @Inject
    CountedReads reads;

    @Inject
    Bench bench;

    private final List<String> wrong = new ArrayList<>();

    @BeforeEach
    void fillOnce() throws IOException, SQLException {
        // Before the rows are there: what was read in the background while they came would be counted with a page
        // otherwise.
        reads.begin();
        if (slug.isEmpty()) {
            slug = "grown-" + UUID.randomUUID().toString().substring(0, 8);
            long began = System.nanoTime();
            try (Connection database = RowsRead.database()) {
                new WorkHistory(slug, 110_000, 2, 5_000, 100_000)
                        .fill(
                                database,
                                IntStream.range(0, PEOPLE)
                                        .mapToObj("reader-%04d"::formatted)
                                        .toList());
                new GrownProject(slug).fill(database, AHEAD);
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> ((Number) bench.one(GrownProject.GATHERED, slug)).intValue() == 2);
            RowsRead.leaveForWhoeverMends(
                    "%7d ms to fill the database".formatted((System.nanoTime() - began) / 1_000_000));
        }
    }

    @AfterEach
    void countNoMore() {
        reads.end();
    }

    @Test
    @TestSecurity(
            user = AHEAD,
            roles = {"labeler", "simulated"})
    void whoIsFarAheadOfEverybodyReadsAsLittleAsOthers() throws Exception {
        String talk = bench.one(
                        "select max(cast(t.id as text)) from talk t join project p on p.id = t.project_id where p.slug = ?1",
                        slug)
                .toString();
        look("/p/" + slug + "/talk/" + talk, ROWS_OF_WORK);
        work();
    }

    @Test
    @TestSecurity(
            user = OTHER,
            roles = {"labeler", "simulated"})
    void aLabelersPagesReadTheirOwnRowsAndNoMore() throws Exception {
        work();
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"labeler", "reviewer", "admin"})
    void anAdminsListsReadAPageAndNoMore() throws Exception {
        assertThat(given().get("/home").statusCode()).as("signed in").isEqualTo(200);
        try (Connection database = RowsRead.database()) {
            new GrownProject(slug).joinOthers(database, "ada");
        }
        String task = bench.one(
                        "select id from task where project_id = (select id from project where slug = ?1) limit 1", slug)
                .toString();
        String imported = bench.one(
                        "select max(cast(b.id as text)) from import_batch b join project p on p.id = b.project_id where p.slug = ?1",
                        slug)
                .toString();
        String document = bench.one(
                        "select max(cast(d.id as text)) from document d join project p on p.id = d.project_id where p.slug = ?1",
                        slug)
                .toString();
        for (String page : List.of(
                "/home",
                "/projects",
                "/p/SLUG",
                "/p/SLUG/tasks",
                "/p/SLUG/tasks?state=open",
                "/p/SLUG/tasks?state=done",
                "/p/SLUG/tasks?state=closed",
                "/p/SLUG/tasks?kind=ranking",
                "/p/SLUG/tasks/" + task,
                "/p/SLUG/tasks/" + task + "/lineage",
                "/p/SLUG/people",
                "/p/SLUG/quality",
                "/p/SLUG/gold",
                "/p/SLUG/gold/minimum",
                "/p/SLUG/groups",
                "/p/SLUG/quiz",
                "/p/SLUG/quiz/comparison",
                "/p/SLUG/pauses",
                "/p/SLUG/pauses/mine",
                "/p/SLUG/review",
                "/p/SLUG/disagreements",
                "/p/SLUG/quarantine",
                "/p/SLUG/datasets",
                "/p/SLUG/models",
                "/p/SLUG/arrivals",
                "/p/SLUG/runs",
                "/p/SLUG/rounds",
                "/p/SLUG/rounds/stages",
                "/p/SLUG/imports",
                "/p/SLUG/documents",
                "/p/SLUG/documents?after=" + document,
                "/p/SLUG/documents?import=" + imported,
                "/p/SLUG/documents/" + document,
                "/p/SLUG/datasets/1",
                "/p/SLUG/datasets/1?from=20000",
                "/p/SLUG/datasets/1/rows",
                "/p/SLUG/datasets/1/rows?from=20000",
                "/p/SLUG/datasets/1/rows?q=story",
                "/p/SLUG/datasets/1/rows?q=STORY+once&from=20000",
                "/p/SLUG/datasets/1/rows?q=zeppelin",
                "/p/SLUG/datasets/2/diff?with=1",
                "/p/SLUG/datasets/deletions",
                "/p/SLUG/export",
                "/p/SLUG/rounds/1",
                "/p/SLUG/runs/1",
                "/p/SLUG/models/MODEL",
                "/p/SLUG/talk",
                "/p/SLUG/guidelines",
                "/p/SLUG/guidelines/comparison",
                "/p/SLUG/guidelines/comparison/edit",
                "/p/SLUG/guidelines/comparison/history",
                "/p/SLUG/guidelines/questions",
                "/p/SLUG/settings",
                "/dead-letters")) {
            look(
                    page.replace("SLUG", slug).replace("MODEL", GrownProject.modelOf(slug)),
                    switch (page) {
                        case "/p/SLUG", "/p/SLUG/rounds" -> ROWS_OF_OVERVIEW;
                        case "/p/SLUG/people", "/p/SLUG/datasets/deletions" -> ROWS_OF_PEOPLE;
                        case "/p/SLUG/datasets/1", "/p/SLUG/datasets/1?from=20000", "/p/SLUG/runs/1" -> ROWS_OF_ONE;
                        case "/p/SLUG/datasets/1/rows",
                                "/p/SLUG/datasets/1/rows?from=20000",
                                "/p/SLUG/datasets/1/rows?q=story" -> ROWS_OF_ONE;
                        // What two datasets differ in is compared when it is asked for first, and remembered.
                        case "/p/SLUG/datasets/2/diff?with=1" -> ROWS_OF_ONE;
                        case "/p/SLUG/gold",
                                "/p/SLUG/quiz",
                                "/p/SLUG/tasks?state=done",
                                "/p/SLUG/models/MODEL",
                                "/p/SLUG/quarantine" -> ROWS_OF_COUNTS;
                        default -> ROWS_OF_LISTS;
                    });
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void listsForProgramsReadAPageAndNoMore() throws Exception {
        String imported = bench.one(
                        "select max(cast(b.id as text)) from import_batch b join project p on p.id = b.project_id where p.slug = ?1",
                        slug)
                .toString();
        for (String list : List.of(
                "/judgments",
                "/judgments?limit=200&acceptedFrom=2020-01-01T00:00:00Z",
                "/judgments?kind=comparison",
                "/judgments?kind=rating",
                "/imports",
                "/imports/" + imported,
                "/imports/" + imported + "/refused?limit=200",
                "/exports",
                "/datasets",
                "/datasets/1",
                "/runs",
                "/runs/1/events",
                "/models",
                "/guidelines",
                "/people")) {
            String address = "/api/v1/projects/" + slug + list;
            for (int i = 0; i < ASKED_BEFORE; i++) {
                assertThat(given().get(address).statusCode()).as(address).isEqualTo(200);
            }
            measure(
                    address,
                    switch (list) {
                        case "/people" -> ROWS_OF_PEOPLE;
                        case "/judgments", "/judgments?kind=comparison", "/judgments?kind=rating" -> ROWS_OF_ONE;
                        default -> ROWS_OF_LISTS;
                    },
                    () -> given().get(address));
        }

        assertThat(wrong).isEmpty();
    }

    private void work() throws Exception {
        String held = handed();
        for (String page : List.of(
                "/p/SLUG/work/comparison",
                held,
                held + "/question",
                held + "/skip",
                "/home",
                "/p/SLUG/guidelines",
                "/p/SLUG/guidelines/comparison",
                "/p/SLUG/guidelines/comparison/history",
                "/p/SLUG/guidelines/comparison/versions/1",
                "/p/SLUG/talk",
                "/p/SLUG/datasets/1",
                "/p/SLUG/runs/1",
                "/keys")) {
            look(page.replace("SLUG", slug), ROWS_OF_WORK);
        }
        look("/me", ROWS_OF_OWN);
        look("/notices", ROWS_OF_WORK);
        look("/notices/unread", ROWS_OF_WORK);
        look("/p/" + slug + "/models/" + GrownProject.modelOf(slug), ROWS_OF_COUNTS);
        look("/p/" + slug + "/guidelines/questions", ROWS_OF_LISTS);
        for (int i = 0; i < ASKED_BEFORE; i++) {
            submit();
        }
        measure("a submission and the next task", ROWS_OF_WORK, this::submit);
        measure("a draft", ROWS_OF_WORK, () -> {
            String work = handed();
            assertThat(Forms.post(work, work + "/draft", Map.of("choice", "a1")).statusCode())
                    .isEqualTo(200);
        });
        measure("undoing and submitting again, three requests", 3 * ROWS_OF_WORK, () -> {
            String work = handed();
            assertThat(Forms.post(work, work, Map.of("choice", "a1")).statusCode())
                    .isEqualTo(303);
            assertThat(Forms.post("/home", work + "/undo", Map.of()).statusCode())
                    .isEqualTo(303);
            assertThat(Forms.post(work, work, Map.of("choice", "b1")).statusCode())
                    .isEqualTo(303);
        });
        measure("a skip", ROWS_OF_WORK, () -> {
            String work = handed();
            assertThat(Forms.post(work, work + "/skip", Map.of("reason", "harmful"))
                            .statusCode())
                    .isEqualTo(303);
        });

        assertThat(wrong).isEmpty();
    }

    private void submit() {
        String work = handed();
        assertThat(Forms.post(work, work, Map.of("choice", "a1")).statusCode()).isEqualTo(303);
    }

    private String handed() {
        String next = given().redirects()
                .follow(false)
                .get("/p/" + slug + "/work/comparison")
                .header("Location");
        assertThat(next).isNotNull();
        return URI.create(next).getPath();
    }

    private void look(String page, int rowsMax) throws Exception {
        for (int i = 0; i < ASKED_BEFORE; i++) {
            assertThat(given().accept("text/html").get(page).statusCode())
                    .as(page)
                    .isEqualTo(200);
        }
        measure(page, rowsMax, () -> given().accept("text/html").get(page));
    }

    private void measure(String what, int rowsMax, RowsRead.Deed deed) throws Exception {
        wrong.addAll(
                rowsMax == ROWS_OF_PEOPLE
                        ? RowsRead.by(what, deed).wrongAbove(rowsMax, PEOPLE_TABLES)
                        : RowsRead.by(what, deed).wrongAbove(rowsMax, Set.of()));
    }
}
