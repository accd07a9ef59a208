package hone.task;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People are asked about the model that was made current, not about those that it replaced. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class NewModelFirstTest {
    private static final int MANY = 1100;

    @Inject
    CloseOlderWork closing;

    @Inject
    WorkSettings.Repo askedWork;

    @Inject
    CircleRows rows;

    @Inject
    TaskMaker maker;

    @Inject
    TaskQueue queue;

    @Inject
    Prompt.Repo prompts;

    @Inject
    Answer.Repo answers;

    @Inject
    Sql sql;

    @Test
    void workOnTheNewModelIsHandedOutBeforeAllThatWasAskedEarlierAndComplaintsBeforeThat() {
        Project project = project();
        ModelVersion base = rows.base(project);
        ModelVersion next = rows.trained(project, "next", base);
        UUID old = asks(project, Optional.of(base), TaskMaker.Origin.IMPORT);
        UUID imported = asks(project, Optional.empty(), TaskMaker.Origin.IMPORT);
        UUID candidate = asks(project, Optional.of(next), TaskMaker.Origin.MODEL);

        makeCurrent(project, next, Map.of());
        UUID fresh = asks(project, Optional.of(next), TaskMaker.Origin.MODEL);
        UUID stale = asks(project, Optional.of(base), TaskMaker.Origin.MODEL);
        UUID complaint = asks(project, Optional.of(base), TaskMaker.Origin.FEEDBACK);

        assertThat(handedOut(project, 6)).containsExactly(complaint, fresh, candidate, old, imported, stale);
    }

    @Test
    void whoGoesBackToAnOlderModelIsAskedAboutThatOneFirst() {
        Project project = project();
        ModelVersion base = rows.base(project);
        ModelVersion next = rows.trained(project, "next", base);
        makeCurrent(project, next, Map.of());
        UUID ofNext = asks(project, Optional.of(next), TaskMaker.Origin.MODEL);

        makeCurrent(project, base, Map.of());
        UUID ofBase = asks(project, Optional.of(base), TaskMaker.Origin.MODEL);

        assertThat(handedOut(project, 2)).containsExactly(ofBase, ofNext);
    }

    @Test
    void anAdminIsAskedWhetherToCloseOlderWorkAndWhatIsInHandsOrAboutOthersStays() {
        Project project = project();
        ModelVersion base = rows.base(project);
        ModelVersion next = rows.trained(project, "next", base);
        UUID inHands = asks(project, Optional.of(base), TaskMaker.Origin.IMPORT);
        assertThat(handedOut(project, 1)).containsExactly(inHands);
        UUID old = asks(project, Optional.of(base), TaskMaker.Origin.MODEL);
        many(project, old);
        List<UUID> others = List.of(
                asks(project, Optional.empty(), TaskMaker.Origin.IMPORT),
                asks(project, Optional.of(next), TaskMaker.Origin.MODEL),
                asks(project, Optional.of(base), TaskMaker.Origin.FEEDBACK));
        String page = "/p/" + project.slug + "/models/next";
        given().accept("text/html")
                .get(page)
                .then()
                .body(containsString("Close the " + (MANY + 1) + " open tasks about answers of older models"));

        makeCurrent(project, next, Map.of("closeOlder", "on"));
        awaitClosed(project);

        assertThat(sql.number("select count(*) from task where project_id = ? and closed_at is not null", project.id))
                .isEqualTo(MANY + 1);
        assertThat(sql.number("select count(*) from slot where project_id = ? and state = 'closed'", project.id))
                .isEqualTo(MANY + 1);
        assertThat(sql.list(
                        "select task_id from slot where project_id = ? and state in ('free', 'taken') order by task_id",
                        c -> c.id("task_id"),
                        project.id))
                .containsExactly(inHands, others.get(0), others.get(1), others.get(2));
        given().accept("text/html").get(page).then().body(not(containsString("answers of older models")));
    }

    @Test
    void olderWorkCanBeClosedLaterFromTheCurrentModelsPageOnly() {
        Project project = project();
        ModelVersion base = rows.base(project);
        ModelVersion next = rows.trained(project, "next", base);
        UUID old = asks(project, Optional.of(base), TaskMaker.Origin.MODEL);
        makeCurrent(project, next, Map.of());
        String page = "/p/" + project.slug + "/models/next";
        given().accept("text/html")
                .get(page)
                .then()
                .body(containsString("1 open task asks about answers of older models"));

        Forms.post(page, "/p/" + project.slug + "/models/" + base.name + "/close-older", Map.of())
                .then()
                .statusCode(409);
        assertThat(closed(old)).isFalse();
        Forms.post(page, page + "/close-older", Map.of()).then().statusCode(303);
        awaitClosed(project);
        assertThat(closed(old)).isTrue();
        assertThat(sql.number(
                        "select (detail ->> 'tasks')::int from audit_entry where project_id = ? and action = 'tasks.closed-of-older-models'",
                        project.id))
                .isEqualTo(1);
    }

    @Test
    void closingIsShownWhileItGoesOnAndWhatAnInstanceThatDiedLeftIsClosedByAnother() {
        Project project = project();
        ModelVersion base = rows.base(project);
        ModelVersion next = rows.trained(project, "next", base);
        UUID old = asks(project, Optional.of(base), TaskMaker.Origin.MODEL);
        makeCurrent(project, next, Map.of());
        String page = "/p/" + project.slug + "/models/next";
        sql.run("""
                insert into work_closing (id, project_id, model_version_id, asked_at, tasks, lease_until)
                values (gen_random_uuid(), ?, ?, now(), 1500, now() + interval '1 hour')""", project.id, next.id);

        closing.tick();
        given().accept("text/html").get(page).then().body(containsString("1\u202f500 tasks so far"));
        assertThat(closed(old)).as("somebody is at it").isFalse();

        sql.run("update work_closing set lease_until = now() - interval '1 second' where project_id = ?", project.id);
        closing.tick();

        awaitClosed(project);
        assertThat(closed(old)).isTrue();
        assertThat(sql.number("select tasks from work_closing where project_id = ?", project.id))
                .isEqualTo(1501);
        given().accept("text/html").get(page).then().body(not(containsString("so far")));
    }

    private void awaitClosed(Project project) {
        await().until(() ->
                sql.number("select count(*) from work_closing where project_id = ? and ended_at is null", project.id)
                        == 0);
    }

    /** One judgment a task, and a guideline for comparisons. */
    private Project project() {
        Project project = rows.project();
        askedWork.store(project.id, WorkSettings.changed(asked -> new WorkSetting(asked.on(), 1)));
        rows.tied(project, rows.labeler("nmf-first", project), rows.prompt(project, "Judged already?"));
        return project;
    }

    private void makeCurrent(Project project, ModelVersion model, Map<String, String> more) {
        String page = "/p/" + project.slug + "/models/" + model.name;
        Map<String, String> fields = new HashMap<>(more);
        fields.put("why", "It is better.");
        Forms.post(page, page + "/current", fields).then().statusCode(303);
    }

    /** A comparison of two answers of the model, or of nobody in particular. */
    private UUID asks(Project project, Optional<ModelVersion> model, TaskMaker.Origin origin) {
        UUID prompt = rows.prompt(project, "Question " + UUID.randomUUID() + "?");
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            List<Answer> two = List.of(answer(prompt, "one", model, now), answer(prompt, "two", model, now));
            two.forEach(answers::persist);
            answers.flush();
            maker.make(
                    project,
                    prompts.findById(prompt),
                    two,
                    origin,
                    UUID.randomUUID().toString(),
                    now);
        });
        return sql.first("select id from task where prompt_id = ?", c -> c.id("id"), prompt)
                .orElseThrow();
    }

    private static Answer answer(UUID prompt, String text, Optional<ModelVersion> model, Instant now) {
        return model.map(m -> Answer.shipped(prompt, text, m.id, 1, 1, 1, true, now))
                .orElseGet(() -> Answer.imported(prompt, text, null, now));
    }

    /** More of the same than one transaction closes. */
    private void many(Project project, UUID like) {
        sql.run("""
                with more as (
                  insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at)
                  select gen_random_uuid(), project_id, prompt_id, kind, asked, origin, n::text, created_at
                  from task cross join generate_series(1, ?) n where id = ? returning id)
                insert into slot (task_id, number, project_id, kind, priority, about_model)
                select more.id, 1, s.project_id, s.kind, s.priority, s.about_model
                from more cross join slot s where s.task_id = ?""", MANY, like, like);
    }

    private List<UUID> handedOut(Project project, int people) {
        List<UUID> tasks = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            UUID labeler = rows.labeler("nmf-" + i, project);
            UUID assignment = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now())
                    .orElseThrow();
            tasks.add(sql.first("select task_id from assignment where id = ?", c -> c.id("task_id"), assignment)
                    .orElseThrow());
        }
        return tasks;
    }

    private boolean closed(UUID task) {
        return sql.number("select count(*) from task where id = ? and closed_at is not null", task) == 1;
    }
}
