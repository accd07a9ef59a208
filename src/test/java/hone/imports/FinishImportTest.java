package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.outbox.Happened;
import hone.outbox.Heard;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever waits for the end of an import hears of it, once, however it ended. */
@QuarkusTest
@WithTestResource(Servers.class)
class FinishImportTest {
    private static final String FILE = "{\"prompt\": \"Tell of a kite.\"}\n{\"prompt\": \n";

    @Inject
    CircleRows rows;

    @Inject
    ImportPrompts prompts;

    @Inject
    FinishImport finish;

    @Inject
    Heard heard;

    @Inject
    Sql sql;

    private Project project;

    @BeforeEach
    void open() {
        project = rows.project();
    }

    @Test
    void theEndOfAFileIsToldWithItsCounts() throws IOException {
        try (OpenedImport opened = opened(ImportChoices.DEFAULT)) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);

            assertThat(told()).hasSize(1);
            assertThat(told().getFirst().data().get("importId")).isEqualTo(opened.id());
            assertThat(told().getFirst().data().get("state")).isEqualTo("read");
            assertThat(told().getFirst().data().get("format")).isEqualTo("prompts");
            assertThat(told().getFirst().data().get("dryRun")).isEqualTo(false);
            assertThat(told().getFirst().data().get("promptsNew")).isEqualTo(1L);
            assertThat(told().getFirst().data().get("refused")).isEqualTo(1L);
            assertThat(told().getFirst().data().get("linesRead")).isEqualTo(2L);
        }
    }

    @Test
    void aCountOnlySaysSo() throws IOException {
        try (OpenedImport opened = opened(ImportChoices.DEFAULT.forDryRun())) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        }

        assertThat(told())
                .extracting(happened -> (Object) happened.data().get("dryRun"))
                .containsExactly(true);
    }

    @Test
    void anImportWhoseReaderDiedIsEndedAndToldOnceAndAReaderThatComesBackChangesNothing() throws IOException {
        try (OpenedImport opened = opened(ImportChoices.DEFAULT)) {
            finish.endLost();
            assertThat(told()).as("it is still read").isEmpty();
            sql.run("update import_batch set lease_until = now() - interval '3 minutes' where id = ?", opened.id());

            finish.endLost();
            finish.endLost();
            finish.end(opened.id(), ImportEnding.of(ImportState.READ));

            assertThat(told())
                    .extracting(happened -> (Object) happened.data().get("state"))
                    .containsExactly("lost");
            assertThat(sql.first("select outcome from import_batch where id = ?", c -> c.text("outcome"), opened.id()))
                    .hasValue("lost");
        }
    }

    @Test
    void nothingIsToldOfAFileThatNobodyStarted() throws IOException {
        try (OpenedImport waiting =
                prompts.receive(project, "waiting.jsonl", file(), Optional.empty(), ImportChoices.DEFAULT)) {
            finish.end(waiting.id(), ImportEnding.of(ImportState.DISCARDED));
        }

        assertThat(told()).isEmpty();
    }

    private OpenedImport opened(ImportChoices choices) throws IOException {
        return prompts.open(project, "kites.jsonl", file(), Optional.<UUID>empty(), choices);
    }

    private static SentFile file() throws IOException {
        return SentFile.received(new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)), 1 << 20);
    }

    private List<Happened> told() {
        return heard.of(project.id, Happened.IMPORT_FINISHED);
    }
}
