package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hone.CircleRows;
import hone.Servers;
import hone.contract.DatasetRecord;
import hone.contract.RowHash;
import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.DeletionRequests.About;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Texts to pre-train on are frozen after everything else, and nothing else changes by them. */
@QuarkusTest
@WithTestResource(Servers.class)
class DocumentsFrozenTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DatasetPreview preview;

    @Inject
    DatasetPublisher publisher;

    @Inject
    DeletionRequests deletions;

    @Inject
    FreshJudgments fresh;

    @Inject
    RowSearch search;

    @Inject
    Sql sql;

    @Test
    void aProjectsDocumentsFollowItsPromptsAndTheirSplitIsByTheirIds() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "A story?"), "Once.");
        List<UUID> documents = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            documents.add(rows.document(project, "Document %d says \"so\".\n\n🙂".formatted(i)));
        }

        Dataset dataset = freeze(project);

        assertThat(dataset.manifest.kinds())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("dataset.demonstration", 1L, "dataset.prompt", 1L, "dataset.document", 40L));
        List<DatasetRecord.Row> frozen = frozen(dataset);
        assertThat(frozen.subList(2, 42)).allSatisfy(row -> assertThat(row).isInstanceOf(DatasetRecord.Document.class));
        assertThat(frozen.stream().skip(2).map(row -> ((DatasetRecord.Document) row).documentId()))
                .containsExactlyElementsOf(
                        documents.stream().map(UUID::toString).toList());
        assertThat(((DatasetRecord.Document) frozen.get(2)).text()).isEqualTo("Document 0 says \"so\".\n\n🙂");
        RowHash hash = new RowHash();
        frozen.forEach(hash::add);
        assertThat(hash.finish()).isEqualTo(dataset.sha256);
        // By the first 53 bits of the sha256 of an id, as prompts are.
        long heldOut =
                documents.stream().filter(id -> PromptSplit.share(id) < 0.1).count();
        assertThat(frozen.stream()
                        .skip(2)
                        .filter(row -> row.split() == Split.HELD_OUT)
                        .count())
                .isEqualTo(Math.max(1, heldOut));
        rows.document(project, "One more.");
        Dataset next = freeze(project);
        assertThat(sides(next)).containsAllEntriesOf(heldOut == 0 ? Map.of() : sides(dataset));
    }

    @Test
    void withoutDocumentsTheSameDataGivesTheSameBytesAsEver() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        UUID prompt = rows.prompt(project, "A story?");
        UUID judgment = rows.demonstrated(project, lena, prompt, "Once.");
        rows.document(project, "Not chosen.");

        Dataset dataset = freeze(project, kinds("demonstration"));

        String asked = "\"prompt\":[{\"role\":\"user\",\"content\":\"A story?\"}]";
        assertThat(dataset.sha256)
                .isEqualTo(Wire.sha256(("""
                        {"kind":"dataset.demonstration","position":0,"split":"train","promptId":"%1$s","judgmentId":"%2$s",%3$s,"response":"Once.","weight":1.0}
                        {"kind":"dataset.prompt","position":1,"split":"train","promptId":"%1$s",%3$s}
                        """.formatted(prompt, judgment, asked)).getBytes(StandardCharsets.UTF_8)));
        assertThat(dataset.manifest.kinds()).doesNotContainKey("dataset.document");
        assertThat(Definition.everything().json())
                .as("as it stands in every database, so that the newest dataset of it is found")
                .isEqualTo(
                        "{\"kinds\":[],\"guidelines\":[],\"labelers\":[],\"givers\":[],\"languages\":[],\"sources\":[],\"everything\":true}");
    }

    @Test
    void aDefinitionChoosesDocumentsAmongTheKindsByLanguageSourceAndTime() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "A story?"), "Once.");
        UUID german = rows.document(project, "Ein Drachen.");
        rows.document(project, "A kite.");
        sql.run("update document set language = 'de', source = 'tales' where id = ?", german);

        assertThat(documents(project, Definition.everything())).isEqualTo(2);
        assertThat(documents(project, kinds("demonstration"))).isZero();
        assertThat(documents(project, kinds("demonstration", "document"))).isEqualTo(2);
        assertThat(documents(project, of(List.of("document"), List.of("de"), List.of())))
                .isEqualTo(1);
        assertThat(documents(project, of(List.of(), List.of(), List.of("tales"))))
                .isEqualTo(1);
        assertThat(documents(project, of(List.of(), List.of(), List.of("letters"))))
                .isZero();
        assertThat(documents(project, givenBy(Giver.PEOPLE))).isZero();
        assertThat(documents(project, givenBy(Giver.IMPORTED))).isEqualTo(2);

        Dataset only = freeze(project, kinds("document"));
        assertThat(only.manifest.kinds()).containsExactlyInAnyOrderEntriesOf(Map.of("dataset.document", 2L));
        Dataset chosen = freeze(project, of(List.of("document"), List.of("de"), List.of()));
        assertThat(frozen(chosen)).singleElement().satisfies(row -> {
            assertThat(((DatasetRecord.Document) row).source()).contains("tales");
            assertThat(row.split()).isEqualTo(Split.TRAIN);
        });
    }

    @Test
    void aProjectOfNothingButDocumentsIsFrozenOncePerNewDocumentAndStartsNoRound() {
        Project project = rows.project();
        assertThatThrownBy(() -> freeze(project)).hasMessageContaining("No judgment has been accepted");
        rows.document(project, "A kite.");

        assertThat(fresh.of(project.id).noJudgment()).isTrue();
        Dataset first = freeze(project);

        assertThat(first.rows).isEqualTo(1);
        assertThatThrownBy(() -> freeze(project))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("0 new judgments, 0 in all, and 0 new documents, 1 in all");
        rows.document(project, "A boat.");
        assertThat(freeze(project).rows).isEqualTo(2);
    }

    @Test
    void aDocumentIsDeletedOnRequestWhereverItIs() {
        Project project = rows.project();
        UUID ada = rows.labeler("ada", project);
        UUID secret = rows.document(project, "Persephone lives in Birchstreet.");
        UUID other = rows.document(project, "A kite.");
        Dataset old = freeze(project);

        DeletionRequests.Deletion done =
                deletions.delete(project, About.DOCUMENT, secret, "She asked.", ada, Instant.now());

        assertThat(done.documents()).isEqualTo(1);
        assertThat(done.datasets()).containsExactly("1");
        assertThat(sql.number("select count(*) from document where text like '%Birchstreet%'"))
                .isZero();
        assertThat(sql.number("select count(*) from dataset_member where row like '%Birchstreet%'"))
                .isZero();
        assertThat(sql.number("select deleted_rows from dataset where id = ?", old.id))
                .isEqualTo(1);
        assertThatThrownBy(() -> publisher.publish(old.id)).hasMessageContaining("deleted on request");
        assertThatThrownBy(() -> deletions.delete(project, About.DOCUMENT, secret, "Again.", ada, Instant.now()))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(
                        () -> deletions.delete(rows.project(), About.DOCUMENT, other, "Not here.", ada, Instant.now()))
                .isInstanceOf(Conflict.class);
        rows.document(project, "A boat.");
        assertThat(frozen(freeze(project)).stream().map(row -> ((DatasetRecord.Document) row).text()))
                .containsExactly("A kite.", "A boat.");
    }

    @Test
    void longDocumentsAreFrozenAndSentWhole() {
        Project project = rows.project();
        for (int i = 0; i < 14; i++) {
            rows.document(project, "%02d".formatted(i).repeat(400_000));
        }

        Dataset dataset = freeze(project);

        assertThat(await().atMost(java.time.Duration.ofSeconds(60))
                        .until(() -> publisher.publish(dataset.id), Optional::isPresent)
                        .orElseThrow()
                        .rows())
                .isEqualTo(14);
    }

    @Test
    void documentsAreFoundByTheirWordsHoweverLongTheyAre() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "A story of a lighthouse?"), "Once.");
        rows.document(project, "A lighthouse by itself.");
        // More than is read at a time, so that the end is not taken for reached.
        for (int i = 0; i < 8; i++) {
            rows.document(project, "Harbour " + "so many words ".repeat(60_000) + "number" + i);
        }

        Dataset dataset = freeze(project);

        await().until(() ->
                sql.number("select count(*) from dataset where id = ? and searchable = rows", dataset.id) == 1);
        assertThat(search.find(dataset.id, "harbour", 0, 10)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(search.find(dataset.id, "number7 WORDS", 0, 10)).containsExactly(10L);
        assertThat(search.find(dataset.id, "lighthouse", 0, 10)).containsExactly(0L, 2L);
    }

    private long documents(Project project, Definition chosen) {
        return preview.of(project, chosen).documents();
    }

    private static Definition kinds(String... kinds) {
        return of(List.of(kinds), List.of(), List.of());
    }

    private static Definition of(List<String> kinds, List<String> languages, List<String> sources) {
        return new Definition(
                kinds,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                languages,
                sources,
                Optional.empty());
    }

    private static Definition givenBy(Giver giver) {
        return new Definition(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(giver),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private Dataset freeze(Project project) {
        return freeze(project, Definition.everything());
    }

    private Dataset freeze(Project project, Definition chosen) {
        return freezer.freeze(project, chosen, Optional.empty(), Instant.now());
    }

    private List<DatasetRecord.Row> frozen(Dataset dataset) {
        return sql.list(
                "select row from dataset_member where dataset_id = ? order by position",
                c -> Wire.read(c.text("row"), DatasetRecord.Row.class),
                dataset.id);
    }

    private Map<String, Split> sides(Dataset dataset) {
        return frozen(dataset).stream()
                .filter(DatasetRecord.Document.class::isInstance)
                .collect(
                        Collectors.toMap(row -> ((DatasetRecord.Document) row).documentId(), DatasetRecord.Row::split));
    }
}
