package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.Servers;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stretch brings is there once, in however many statements it is copied. */
@QuarkusTest
@WithTestResource(Servers.class)
class StoredInPartsTest {
    /** Two answers a row, of thirty thousand characters each: five megabytes, so three statements. */
    private static final int ROWS = 90;

    @TempDir
    Path folder;

    @Inject
    ImportPrompts imports;

    @Inject
    CreateProject creation;

    @Inject
    Sql sql;

    @Test
    void answersOfManyMegabytesAreAllThereInTheOrderOfTheFileAndTheSameFileAddsNone() throws IOException {
        Project project = project();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            file.append("{\"prompt\": \"Question number %d?\", \"answers\": [\"%s\", \"%s\"]}%n"
                    .formatted(i, i + ":" + "a".repeat(30_000), i + ":" + "b".repeat(30_000)));
        }
        Path path = Files.writeString(folder.resolve("rows.jsonl"), file);

        imports.read(project, path, Optional.empty(), "");
        UUID again = imports.read(project, path, Optional.empty(), "");

        assertThat(sql.list("""
                select split_part(a.text, ':', 1) || right(a.text, 1) || length(a.text) as text
                from prompt p join answer a on a.prompt_id = p.id where p.project_id = ? order by p.id, a.id limit 4""", c -> c.text("text"), project.id))
                .containsExactly("0a30002", "0b30002", "1a30002", "1b30002");
        assertThat(sql.number("""
                select count(*) from task_answer w join task t on t.id = w.task_id where t.project_id = ?""", project.id)).isEqualTo(2L * ROWS);
        assertThat(sql.number("select answers_old from import_batch where id = ?", again))
                .isEqualTo(2L * ROWS);
    }

    @Test
    void aTextIsImportedOnceForAPromptAndOtherwiseThereAsOftenAsSomebodyWritesIt() throws IOException {
        Project project = project();
        Path path = Files.writeString(
                folder.resolve("one.jsonl"), "{\"prompt\": \"Once or twice?\", \"answers\": [\"Yes.\"]}\n");
        imports.read(project, path, Optional.empty(), "");
        String again = """
                insert into answer (id, prompt_id, text, text_sha256, source, model_version_id, created_at)
                select ?, a.prompt_id, a.text, a.text_sha256, '%s', %s, now() from answer a join prompt p on p.id = a.prompt_id
                where p.project_id = ? limit 1""";

        assertThatThrownBy(() -> sql.run(again.formatted("import", "null"), UUID.randomUUID(), project.id))
                .hasMessageContaining("answer_once");
        sql.run(again.formatted("labeler", "null"), UUID.randomUUID(), project.id);
        sql.run(again.formatted("labeler", "null"), UUID.randomUUID(), project.id);
        assertThat(sql.number(
                        "select count(*) from answer a join prompt p on p.id = a.prompt_id where p.project_id = ?",
                        project.id))
                .isEqualTo(3);
    }

    private Project project() {
        String slug = "s-" + UUID.randomUUID().toString().substring(0, 18);
        Instant now = Instant.now();
        Project project = Project.named(slug, slug, null, now);
        QuarkusTransaction.requiringNew().run(() -> creation.create(project, now));
        return project;
    }
}
