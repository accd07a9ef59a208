package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.dataset.DeletionRequests.About;
import hone.judgment.Degree;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Rows are found by whole words, in any order and any case, in the order of the dataset; what was deleted is not found. */
@QuarkusTest
@WithTestResource(Servers.class)
class RowSearchTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DeletionRequests deletions;

    @Inject
    RowSearch search;

    @Inject
    Sql sql;

    @Test
    void rowsAreFoundByTheirWordsAndNoMoreOnceTheirTextIsDeleted() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "Tell of a kite."), "It flew over the harbour.");
        rows.demonstrated(project, lena, rows.prompt(project, "Tell of a lamp."), "The harbour was dark.");
        rows.preferred(
                project, lena, rows.prompt(project, "Wer wärmt das 家?"), "Der Ofen, ΟΔΟΣ.", "Niemand.", Degree.MUCH);
        UUID gone = rows.demonstrated(
                project, lena, rows.prompt(project, "Who lives there?"), "Persephone of the harbour.");
        Dataset dataset = freezer.freeze(project, Optional.empty(), Instant.now());
        gathered(dataset);
        List<Long> harbour = judgedRowsWith(dataset, "harbour");

        assertThat(found(dataset, "harbour")).hasSize(3).isEqualTo(harbour);
        assertThat(found(dataset, "HARBOUR kite")).isEqualTo(judgedRowsWith(dataset, "kite"));
        assertThat(found(dataset, "harb")).isEmpty();
        assertThat(found(dataset, "wärmt 家 οδος")).isEqualTo(judgedRowsWith(dataset, "Niemand"));
        assertThat(search.find(dataset.id, "harbour", harbour.get(1), 10)).isEqualTo(harbour.subList(1, 3));
        assertThat(search.find(dataset.id, "harbour", 0, 2)).isEqualTo(harbour.subList(0, 2));

        deletions.delete(project, About.JUDGMENT, gone, "She asked.", lena, Instant.now());

        assertThat(found(dataset, "Persephone")).isEmpty();
        assertThat(found(dataset, "harbour")).hasSize(2);
        Awaitility.await().untilAsserted(() -> {
            assertThat(kept(dataset, "Persephone")).isZero();
            assertThat(kept(dataset, "kite")).isOne();
        });
        assertThat(found(dataset, "harbour")).hasSize(2);
    }

    /** How often the index of words has it, whatever the search makes of that. */
    private long kept(Dataset dataset, String word) {
        return sql.number(
                "select count(*) from dataset_word where dataset_id = ? and word = any(?)",
                dataset.id,
                new Words(dataset.id).of(word).toArray(Long[]::new));
    }

    /** The app gathers words by itself, every few seconds. */
    private void gathered(Dataset dataset) {
        Awaitility.await()
                .until(() ->
                        sql.number("select count(*) from dataset where id = ? and searchable = rows", dataset.id) == 1);
    }

    private List<Long> found(Dataset dataset, String words) {
        return search.find(dataset.id, words, 0, 10);
    }

    private List<Long> judgedRowsWith(Dataset dataset, String part) {
        return sql.list("""
                select position from dataset_member where dataset_id = ? and judgment_id is not null and row like ?
                order by position""", c -> c.number("position"), dataset.id, "%" + part + "%");
    }
}
