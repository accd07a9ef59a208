package hone.guideline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.Forms;
import hone.Servers;
import hone.kind.WorkKind;
import hone.labeler.Labeler;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class GuidelinePagesTest {
    @Inject
    CreateProject creation;

    @Inject
    Guideline.Repo guidelines;

    @Inject
    GuidelineVersion.Repo versions;

    @Inject
    GuidelineDraft.Repo drafts;

    @Inject
    Guidelines lookup;

    @Inject
    ShippedGuidelines shipped;

    @Inject
    Labeler.Repo labelers;

    @Inject
    Sql sql;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        threads.shutdown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let go");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDraftIsSavedPreviewedPublishedAndTheOldVersionStays() {
        String address = project("g-publish");
        String text = "### K1 Mine\nMy <script>alert(1)</script> text.";
        Map<String, String> mine = form(text, "What is new", 0, 1);

        assertThat(Forms.post(address + "/edit", address + "/preview", mine).asString())
                .contains("rule-block", "K1", "Mine")
                .doesNotContain("<script>alert");
        assertThat(Forms.post(address + "/edit", address + "/edit", mine).statusCode())
                .isEqualTo(303);
        given().get(address + "/edit").then().statusCode(200).body(containsString("### K1 Mine"));
        given().get(address).then().body(not(containsString("Mine")));

        assertThat(Forms.post(address + "/edit", address + "/publish", form(text, "What is new", 1, 1))
                        .statusCode())
                .isEqualTo(303);
        given().get(address)
                .then()
                .statusCode(200)
                .body(containsString("Version 2, live"), containsString("What is new"));
        given().get(address + "/versions/1").then().statusCode(200).body(containsString("Answer what was asked"));
        given().get(address + "/history").then().statusCode(200).body(containsString("From version 1 to version 2"));
        given().get(address + "/history?from=2&to=1").then().statusCode(200);
        given().get(address + "/versions/9").then().statusCode(404);
        given().get(address + "/history?from=9").then().statusCode(404);
        GuidelineVersion newest = newest("g-publish");
        assertThat(newest.number).isEqualTo(2);
        assertThat(lookup.text(newest.id).rules().ids()).containsExactly("K1");
        assertThat(lookup.text(newest.id).slug()).isEqualTo("g-publish");
    }

    @Test
    void aGuidelineOfRatingsNamesWhatIsRated() {
        project("g-rates");
        String address = "/p/g-rates/guidelines/" + WorkKind.RATING;

        var nothing = Forms.post(address + "/edit", address + "/publish", form("### R1 Be fair\nText.", "New", 0, 1));
        var scale = Forms.post(address + "/edit", address + "/publish", form("### S1 Fair (1–7)\nText.", "New", 0, 1));

        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(nothing.asString()).contains("Nothing could be rated by this", "### R1 Be fair");
        assertThat(scale.statusCode()).isEqualTo(303);
    }

    @Test
    void theSecondOfTwoWritersIsToldAndNothingIsOverwritten() {
        String address = project("g-two");
        UUID guideline = newest("g-two").guidelineId;
        inTransaction(() -> drafts.save(
                guideline,
                "### K1 Theirs\nTheir words.",
                1,
                0,
                labelers.known("ravi", Instant.now()).id,
                Instant.now()));

        var late = Forms.post(address + "/edit", address + "/edit", form("### K1 Mine\nMy words.", "", 0, 1));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.asString())
                .contains(
                        "ravi", "changed this draft meanwhile", "Nothing was overwritten", "My words.", "Their words.");
        assertThat(draft(guideline).markdown).contains("Theirs");
        // Saving once more, knowingly, from the page that showed both.
        assertThat(Forms.post(address + "/edit", address + "/edit", form("### K1 Mine\nMy words.", "", 1, 1))
                        .statusCode())
                .isEqualTo(303);
        assertThat(draft(guideline).markdown).contains("Mine");
    }

    @Test
    void whoPublishesOverANewerVersionIsTold() {
        String address = project("g-late");
        Forms.post(address + "/edit", address + "/publish", form("First text", "First", 0, 1));

        var late = Forms.post(address + "/edit", address + "/publish", form("Second text", "Second", 0, 1));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.asString()).contains("published version 2 meanwhile", "Second text");
        assertThat(newest("g-late").markdown).isEqualTo("First text");
    }

    /** Both have read the newest version and wait for the same draft before either has written; then both go. */
    @Test
    void ofTwoWhoPublishAtOnceOneIsToldWithBothTexts() throws Exception {
        String address = project("g-once");
        UUID guideline = newest("g-once").guidelineId;
        CompletableFuture<Long> holding = new CompletableFuture<>();
        CountDownLatch go = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform()
                .start(() -> QuarkusTransaction.requiringNew().run(() -> {
                    sql.run("""
                    insert into guideline_draft (guideline_id, markdown, base_number, origin, edited_at, revision)
                    values (?, 'held', 1, 'person', now(), 1)""", guideline);
                    holding.complete(sql.number("select pg_backend_pid()"));
                    awaitUninterruptibly(go);
                    QuarkusTransaction.setRollbackOnly();
                }));
        holding.get(30, TimeUnit.SECONDS);
        List<CompletableFuture<Response>> both = Stream.of("The first of two.", "The second of two.")
                .map(text -> CompletableFuture.supplyAsync(
                        () -> Forms.post(address + "/edit", address + "/publish", form(text, "At once", 0, 1)),
                        threads))
                .toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sql.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") > 1);
        go.countDown();
        holder.join(Duration.ofSeconds(30));

        List<Response> answers = new ArrayList<>();
        for (CompletableFuture<Response> one : both) {
            answers.add(one.get(30, TimeUnit.SECONDS));
        }
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(303, 409);
        Response told =
                answers.stream().filter(a -> a.statusCode() == 409).findFirst().orElseThrow();
        assertThat(told.asString())
                .contains("published version 2 meanwhile", "The first of two.", "The second of two.");
        assertThat(newest("g-once").number).isEqualTo(2);
    }

    @Test
    void whatCannotBePublishedSaysWhyAndKeepsTheText() {
        String address = project("g-refused");

        var noNote = Forms.post(address + "/edit", address + "/publish", form("Some text", " ", 0, 1));
        var twice = Forms.post(address + "/edit", address + "/publish", form("### K1 a\nb\n### K1 c\nd", "n", 0, 1));
        var huge = Forms.post(address + "/edit", address + "/edit", form("y".repeat(50_000), "n", 0, 1));
        var empty = Forms.post(address + "/edit", address + "/edit", Map.of());

        assertThat(noNote.statusCode()).isEqualTo(400);
        assertThat(noNote.asString()).contains("Write a sentence", "Some text");
        assertThat(twice.asString()).contains("The id K1 stands twice");
        assertThat(huge.statusCode()).isEqualTo(400);
        assertThat(huge.asString()).contains("At most 40000 characters", "y".repeat(50_000));
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(newest("g-refused").number).isEqualTo(1);
    }

    @Test
    void aChangedFileBecomesADraftButNeverOverAPersonsAndNeverPublished() {
        project("g-file");
        UUID guideline = newest("g-file").guidelineId;
        var first = new ShippedGuidelines.Shipped(WorkKind.COMPARISON, "### K1 From the file\nText.");
        var second = new ShippedGuidelines.Shipped(WorkKind.COMPARISON, "### K1 From a newer file\nText.");

        shipped.takeAll(Project.GENERAL, List.of(first));
        assertThat(draft(guideline).markdown).contains("From the file");
        assertThat(draft(guideline).fromFile()).isTrue();
        assertThat(newest("g-file").number).isEqualTo(1);
        shipped.takeAll(Project.GENERAL, List.of(first));
        assertThat(draft(guideline).revision).isEqualTo(1);

        inTransaction(() -> drafts.save(
                guideline, "A person’s words", 1, 1, labelers.known("ravi", Instant.now()).id, Instant.now()));
        shipped.takeAll(Project.GENERAL, List.of(second));
        assertThat(draft(guideline).markdown).isEqualTo("A person’s words");

        String address = "/p/g-file/guidelines/comparison";
        assertThat(Forms.post(address + "/edit", address + "/discard", form("x", "", 2, 1))
                        .statusCode())
                .isEqualTo(303);
        shipped.takeAll(Project.GENERAL, List.of(second));
        assertThat(draft(guideline).markdown).contains("newer file");
        given().get(address + "/edit")
                .then()
                .statusCode(200)
                .body(containsString("file that ships with Hone has changed"));
    }

    @Test
    void thePageNamesEachKindAndRefusesOthers() {
        project("g-list");
        given().get("/p/g-list/guidelines").then().statusCode(200).body(containsString("Correction"));
        given().get("/p/g-list/guidelines/poetry").then().statusCode(404);
        given().get("/p/g-list/guidelines/%00").then().statusCode(404);
        given().get("/p/g-list/guidelines/comparison/versions/abc").then().statusCode(404);
    }

    private String project(String slug) {
        Instant now = Instant.now();
        inTransaction(() -> {
            creation.create(Project.named(slug, slug, null, now), now);
            return true;
        });
        return "/p/" + slug + "/guidelines/comparison";
    }

    private GuidelineVersion newest(String slug) {
        return inTransaction(() -> versions.find(
                        "guidelineId = (select g.id from Guideline g join Project p on p.id = g.projectId where p.slug = ?1 and g.kind = ?2) order by number desc",
                        slug,
                        WorkKind.COMPARISON)
                .firstResult());
    }

    private GuidelineDraft draft(UUID guideline) {
        return inTransaction(() -> drafts.findById(guideline));
    }

    private static <T> T inTransaction(java.util.concurrent.Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }

    private static Map<String, String> form(String markdown, String note, int revision, int base) {
        return Map.of(
                "markdown",
                markdown,
                "note",
                note,
                "revision",
                Integer.toString(revision),
                "base",
                Integer.toString(base));
    }
}
