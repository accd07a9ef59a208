package hone.people;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.kind.WorkKind;
import hone.project.Groups;
import hone.project.Membership;
import hone.project.Project;
import hone.task.TaskQueue;
import hone.task.Withheld;
import hone.web.Invalid;
import hone.work.Bench;
import hone.work.WaitingWork;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lena is in a group that gets comparisons; Mo is in none. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class GroupsTest {
    private static final WorkKind KIND = WorkKind.COMPARISON;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    WaitingWork waiting;

    @Inject
    Groups groups;

    @Inject
    Membership membership;

    private Project project;
    private String at;

    @BeforeEach
    void thereIsWork() {
        project = bench.project(2, "lena", "mo");
        at = "/p/" + project.slug + "/groups";
        bench.prompt(project, "Tell of a goat.", "It laughed.", "It was sorry.");
        bench.prompt(project, "Write of a goat.");
    }

    private UUID create(String name) {
        groups.create(project.id, name, bench.person("ada"), Instant.now());
        return (UUID) bench.one("select id from people_group where project_id = ?1 and name = ?2", project.id, name);
    }

    private Response change(UUID group, Map<String, String> fields) {
        return Forms.post(at, at + "/" + group, fields);
    }

    private Response give(String... pairs) {
        // Without a box that is ticked, browsers send no field.
        return Forms.post(at, at + "/work", pairs.length == 0 ? Map.of() : Map.of("work", List.of(pairs)));
    }

    private Optional<UUID> next(String who) {
        return queue.lease(bench.again(project), KIND, bench.person(who), Instant.now());
    }

    private long offered(String who) {
        return waiting.of(bench.person(who)).stream()
                .filter(one -> one.slug().equals(project.slug) && one.kind() == KIND)
                .mapToLong(WaitingWork.Kind::tasks)
                .sum();
    }

    private UUID poetsGetComparisons() {
        assertThat(Forms.post(at, at, Map.of("name", "Poets")).statusCode()).isEqualTo(303);
        UUID poets = (UUID) bench.one("select id from people_group where project_id = ?1", project.id);
        assertThat(change(poets, Map.of("do", "add", "username", "lena")).statusCode())
                .isEqualTo(303);
        assertThat(give(KIND + ":" + poets).statusCode()).isEqualTo(303);
        return poets;
    }

    @Test
    void whoIsInNoneOfTheGroupsGetsNoneOfItAndIsNotOfferedIt() {
        UUID poets = poetsGetComparisons();

        assertThat(next("mo")).isEmpty();
        assertThat(queue.withheld(bench.again(project), KIND, bench.person("mo"), Instant.now()))
                .contains(new Withheld.NotInGroup());
        assertThat(offered("mo")).isZero();
        assertThat(offered("lena")).isEqualTo(1);
        assertThat(queue.lease(bench.again(project), WorkKind.DEMONSTRATION, bench.person("mo"), Instant.now()))
                .as("another kind goes to everybody")
                .isPresent();
        assertThat(next("lena")).isPresent();
        UUID others = create("Others");
        change(others, Map.of("do", "add", "username", "mo"));
        give(KIND + ":" + poets, KIND + ":" + others);
        assertThat(next("mo")).as("one of two groups").isPresent();
        assertThat(given().get(at).asString()).contains("Poets", "Others", "checked");
        give();
        assertThat(bench.again(project).grouped).isFalse();
    }

    @Test
    void whatSomebodyHoldsTheyMayFinish() {
        UUID held = next("mo").orElseThrow();

        poetsGetComparisons();

        assertThat(next("mo")).contains(held);
    }

    @Test
    @TestSecurity(user = "mo", roles = "labeler")
    void thePageSaysItPolitely() {
        UUID poets = create("Secret poets");
        groups.add(project.id, poets, "lena", bench.person("ada"), Instant.now());
        groups.give(project.id, Map.of(KIND, java.util.Set.of(poets)), bench.person("ada"), Instant.now());

        assertThat(given().get("/p/" + project.slug + "/work/" + KIND).asString())
                .contains("This work goes to others", "An admin can add you.")
                .doesNotContain("Secret poets");
        assertThat(given().get(at).statusCode()).isEqualTo(403);
    }

    @Test
    void aGroupIsRenamedAndDeletedOnceNoWorkGoesToIt() {
        UUID poets = poetsGetComparisons();

        assertThat(change(poets, Map.of("do", "rename", "name", "Writers")).statusCode())
                .isEqualTo(303);
        assertThat(given().get(at).asString()).contains("Writers").doesNotContain("Poets");
        assertThat(meaning()).contains(KIND.words().many() + " would go to everybody in the project");
        assertThat(change(poets, Map.of("do", "delete")).statusCode()).isEqualTo(409);
        UUID others = create("Others");
        give(KIND + ":" + poets, KIND + ":" + others);
        assertThat(meaning()).contains(KIND.words().many() + " would go to nobody: there is nobody in Others");
        change(others, Map.of("do", "add", "username", "mo"));
        assertThat(meaning())
                .contains(KIND.words().many() + " would go to Others alone")
                .doesNotContain("Yes, delete it");
        give();
        assertThat(meaning())
                .contains("No work goes to it, so everybody gets the same work as before.", "Yes, delete it")
                .doesNotContain("can’t be deleted");
        assertThat(change(others, Map.of("do", "delete")).statusCode()).isEqualTo(303);
        assertThat(change(poets, Map.of("do", "delete")).statusCode()).isEqualTo(303);
        assertThat(given().get(at).asString()).contains("There are no groups");
        assertThat(change(poets, Map.of("do", "delete")).statusCode()).isEqualTo(404);
    }

    /** What the page says about deleting groups, as it is read. */
    private String meaning() {
        return given().get(at).asString().replaceAll("<[^>]+>", "").replaceAll("\\s+", " ");
    }

    @Test
    void whoLeavesTheGroupOrTheProjectGetsNoMore() {
        UUID poets = poetsGetComparisons();
        assertThat(change(poets, Map.of("do", "remove", "username", "lena")).statusCode())
                .isEqualTo(303);
        assertThat(next("lena")).isEmpty();
        change(poets, Map.of("do", "add", "username", "lena"));
        QuarkusTransaction.requiringNew()
                .run(() -> membership.remove(project, "lena", bench.person("ada"), Instant.now()));
        QuarkusTransaction.requiringNew()
                .run(() -> membership.add(project, "lena", bench.person("ada"), Instant.now()));

        assertThat(next("lena")).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefusedInPlace() {
        UUID poets = create("Poets");
        Project other = bench.project(1, "sam");
        assertThat(Forms.post(at, at, Map.of("name", "poets")).asString()).contains("a group of this name already");
        assertThat(Forms.post(at, at, Map.of("name", " ")).asString()).contains("A name of 1 to 60 characters");
        assertThat(Forms.post(at, at, Map.of("name", "x".repeat(61))).asString())
                .contains("these are 61", "x".repeat(61));
        assertThat(change(poets, Map.of("do", "add", "username", "sam")).asString())
                .contains("Nobody called sam is a member", "value=\"sam\"");
        assertThat(change(poets, Map.of("do", "fly")).statusCode()).isEqualTo(409);
        assertThat(give("nonsense").statusCode()).isEqualTo(409);
        assertThat(give(KIND + ":x").statusCode()).isEqualTo(409);
        assertThat(give(KIND + ":" + UUID.randomUUID()).statusCode()).isEqualTo(409);
        assertThat(Forms.post(at, "/p/" + other.slug + "/groups/" + poets, Map.of("do", "delete"))
                        .statusCode())
                .as("a group of another project")
                .isEqualTo(404);
        assertThat(bench.one("select count(*) from group_work where project_id = ?1", project.id))
                .isEqualTo(0L);
    }

    @Test
    void ofTwoWhoCreateTheSameGroupAtOnceOneDoes() throws Exception {
        Callable<Boolean> create = () -> {
            try {
                groups.create(project.id, "Twins", bench.person("ada"), Instant.now());
                return true;
            } catch (Invalid there) {
                return false;
            }
        };
        int created = 0;
        try (ExecutorService admins = Executors.newFixedThreadPool(3)) {
            for (Future<Boolean> done : admins.invokeAll(List.of(create, create, create))) {
                created += done.get() ? 1 : 0;
            }
        }

        assertThat(created).isEqualTo(1);
    }
}
