package hone.plans;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.dataset.DatasetFreezer;
import hone.devstack.history.WorkHistory;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What is frozen is read page by page. Each page must begin where the one before ended: where it begins with the first judgment, a
 * million of them take two hundred and fifty million reads.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class ReadsOfFreezingTest {
    private static final int JUDGMENTS = 40_000;

    /** Once to choose it, once to lock it, once to make rows of it; an index's entry and what it leads to count as two. */
    private static final int READS_OF_EACH = 6;

    @Inject
    CountedReads reads;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Project.Repo projects;

    @Test
    void eachJudgmentPromptAndAnswerIsReadAFewTimesHoweverManyThereAre() throws Exception {
        String slug = "frozen-" + UUID.randomUUID().toString().substring(0, 8);
        try (Connection database = RowsRead.database()) {
            new WorkHistory(slug, JUDGMENTS, 1, JUDGMENTS, 0).fill(database, List.of("reader-0000"));
        }
        Project project = QuarkusTransaction.requiringNew()
                .call(() -> projects.named(slug).orElseThrow());
        reads.begin();
        try {
            RowsRead read = RowsRead.by(
                    "freezing " + JUDGMENTS + " judgments",
                    () -> freezer.freeze(project, Optional.empty(), Instant.now()));

            assertThat(read.of("judgment")).isLessThan(READS_OF_EACH * JUDGMENTS);
            assertThat(read.of("prompt")).isLessThan(READS_OF_EACH * JUDGMENTS);
            assertThat(read.of("answer")).isLessThan(2 * READS_OF_EACH * JUDGMENTS);
        } finally {
            reads.end();
        }
    }
}
