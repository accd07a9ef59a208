package hone.task;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A project says what its prompts are asked and of how many people. */
@QuarkusTest
@WithTestResource(Servers.class)
class WorkSettingsTest {
    @Inject
    Bench bench;

    @Inject
    WorkSettings.Repo askedWork;

    @Inject
    TaskMaker tasks;

    @Inject
    Prompt.Repo prompts;

    @Inject
    Answer.Repo answers;

    @Inject
    Sql sql;

    @Inject
    DataSource database;

    @Test
    void eachKindIsAskedOfAsManyPeopleAsTheProjectSays() {
        Project project = bench.project(1);
        askedWork.store(project.id, WorkSettings.byDefault());
        bench.prompt(project, "None");
        bench.prompt(project, "One", "one");
        bench.prompt(project, "Two", "one", "two");
        askedWork.store(project.id, WorkSettings.changed(asked -> new WorkSetting(asked.on(), 7)));
        bench.prompt(project, "Two more", "one", "two");

        assertThat(sql.list("""
                        select t.kind || ' ' || t.asked || ' ' || (select count(*) from slot s where s.task_id = t.id) as told
                        from task t where t.project_id = ? order by t.id""", c -> c.text("told"), project.id))
                .containsExactly("demonstration 1 1", "correction 1 1", "comparison 2 2", "comparison 7 7");
    }

    @Test
    void whatIsOffIsNotAskedWhateverAnswersThereAre() {
        Project project = asking(WorkKind.DEMONSTRATION);
        UUID two = bench.prompt(project, "Two", "one", "two");

        assertThat(kinds(project)).containsExactly("demonstration");
        QuarkusTransaction.requiringNew().run(() -> {
            Prompt prompt = prompts.findById(two);
            List<Answer> given = answers.list("promptId", two);
            tasks.make(project, prompt, given, TaskMaker.Origin.MODEL, "a later model", Instant.now());
        });
        assertThat(kinds(project))
                .as("a model's answers ask for no demonstration")
                .containsExactly("demonstration");
    }

    @Test
    void whereCorrectionsAreOffAVerdictAsksForNoneButAComplaintDoes() {
        Project project = asking(WorkKind.COMPARISON);
        UUID two = bench.prompt(project, "Two", "one", "two");

        QuarkusTransaction.requiringNew().run(() -> {
            Prompt prompt = prompts.findById(two);
            Answer bad = answers.list("promptId", two).getFirst();
            tasks.correct(
                    project.id,
                    new TaskMaker.BadAnswer(prompt.id, bad.id, Optional.ofNullable(bad.modelVersionId)),
                    TaskMaker.Origin.BOTH_BAD,
                    "a judgment",
                    Instant.now());
        });
        assertThat(kinds(project)).containsExactly("comparison");
        QuarkusTransaction.requiringNew().run(() -> {
            Prompt prompt = prompts.findById(two);
            Answer bad = answers.list("promptId", two).getFirst();
            tasks.correct(
                    project.id,
                    new TaskMaker.BadAnswer(prompt.id, bad.id, Optional.ofNullable(bad.modelVersionId)),
                    TaskMaker.Origin.FEEDBACK,
                    "a talk/2",
                    Instant.now());
        });
        assertThat(kinds(project)).containsExactly("comparison", "correction");
    }

    /** V011 in a schema of its own, with tables as they were before it. */
    @Test
    void projectsOfEarlierVersionsGoOnAskingEveryKindAsOftenAsBefore() throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                    create schema before_v011;
                    set local search_path = before_v011;
                    create table project (id uuid primary key, judgments_per_task integer not null);
                    create table guideline (kind text not null check (kind in ('comparison')));
                    create table task (kind text not null check (kind in ('comparison')));
                    insert into project values ('00000000-0000-0000-0000-000000000001', 5)""");
            statement.execute(migration());
            statement.execute("insert into task values ('a kind that is not there yet')");
            try (ResultSet result =
                    statement.executeQuery("select kind, enabled, judgments from asked_work order by kind")) {
                while (result.next()) {
                    rows.add(result.getString(1) + " " + result.getBoolean(2) + " " + result.getInt(3));
                }
            }
            connection.rollback();
        }

        assertThat(rows)
                .containsExactly("comparison true 5", "correction true 5", "demonstration true 5", "ranking true 5");
    }

    private static String migration() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                WorkSettingsTest.class.getResourceAsStream("/db/migration/V011__asked_work.sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Project asking(WorkKind only) {
        Project project = bench.project(1);
        Map<WorkKind, WorkSetting> kinds = new EnumMap<>(WorkKind.class);
        for (WorkKind kind : WorkKind.values()) {
            kinds.put(kind, new WorkSetting(kind == only, 1));
        }
        askedWork.store(project.id, new WorkSettings(kinds));
        return project;
    }

    private List<String> kinds(Project project) {
        return sql.list("select kind from task where project_id = ? order by id", c -> c.text("kind"), project.id);
    }
}
