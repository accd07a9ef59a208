package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts to pre-train on, as corpora are published: with fields beside the text, which are kept whatever they say. */
class CorporaTest {
    @Test
    void whatCorporaSayOfATextIsKeptAndRecognised() throws IOException {
        String address = "https://example.org/" + "long/".repeat(40);
        ReadFile wiki = read("""
                {"id": "12", "url": "%s", "title": "Kite (toy), a short history", "text": "A kite flies.\\n\\nIt has a tail."}
                """.formatted(address));
        ReadFile pile = read("""
                {"text": "One.", "meta": {"pile_set_name": "Books of the sea", "n": 3}}
                {"text": "Two.", "meta": {"pile_set_name": "Letters, all of them", "n": 4}}
                """);
        ReadFile web = read("""
                {"text": "Drei.", "source": "web/de", "dump": "CC-MAIN-2013-20", "file_path": "s3://a b/c.gz", "language": "de", "token_count": 2, "score": 0.9}
                """);

        assertThat(List.of(wiki, pile, web)).allSatisfy(read -> {
            assertThat(read.format().name()).isEqualTo("text");
            assertThat(read.refusals().stream().map(RefusedRow::getMessage)).isEmpty();
        });
        Item.PlainText kite = (Item.PlainText) wiki.items().getFirst();
        assertThat(kite.text()).isEqualTo("A kite flies.\n\nIt has a tail.");
        assertThat(kite.origin().sourceId()).contains("12");
        assertThat(kite.metadata())
                .containsEntry("title", TextNode.valueOf("Kite (toy), a short history"))
                .containsEntry("url", TextNode.valueOf(address));
        assertThat(pile.items().getFirst().metadata())
                .hasToString("{meta={\"pile_set_name\":\"Books of the sea\",\"n\":3}}");
        Item drei = web.items().getFirst();
        assertThat(drei.origin().source()).contains("web/de");
        assertThat(drei.origin().language()).contains("de");
        assertThat(drei.metadata()).containsOnlyKeys("dump", "file_path", "token_count", "score");
    }

    @Test
    void aTableWithATextIsReadToo() throws IOException {
        ReadFile table = ReadFile.of("text\n\"One,\n\ntwo.\"\nThree.\n".getBytes(StandardCharsets.UTF_8), "upload");

        assertThat(table.container()).isEqualTo(Container.CSV);
        assertThat(table.format().name()).isEqualTo("text");
        assertThat(table.items().stream().map(item -> ((Item.PlainText) item).text()))
                .containsExactly("One,\n\ntwo.", "Three.");
    }

    @Test
    void whatMayBeSomebodysWorkBesideATextRefusesItsRow() throws IOException {
        ReadFile read = read("{\"text\": \"One.\", \"summary\": \"It is about one.\"}\n");

        assertThat(read.items()).isEmpty();
        assertThat(read.refusals().getFirst().reason()).isEqualTo("The field “summary” is not read.");
    }

    @Test
    void promptsStayPromptsWhateverTheyAreBeside() throws IOException {
        assertThat(read("{\"prompt\": \"One?\", \"text\": \"One.\"}\n").format().name())
                .isNotEqualTo("text");
        assertThat(read("{\"prompt\": \"One?\"}\n{\"prompt\": \"Two?\"}\n")
                        .format()
                        .name())
                .isEqualTo("prompts");
    }

    /** A frozen row is JSON and must fit a record: quotes and line ends take two bytes there. */
    @Test
    void aTextIsAsLongAsItsFrozenRowBears() throws IOException {
        String quotes = "\\\"".repeat(460 << 10);
        ReadFile fits = read("{\"text\": \"" + "x".repeat((900 << 10) - 2) + "\"}\n");
        ReadFile plain = read("{\"text\": \"" + "x".repeat(900 << 10) + "\"}\n");
        ReadFile quoted = read("{\"text\": \"" + quotes + "\"}\n");

        assertThat(fits.items()).hasSize(1);
        assertThat(List.of(plain, quoted))
                .allSatisfy(read -> assertThat(read.refusals().getFirst().reason())
                        .isEqualTo("A text to pre-train on is longer than 900 KiB."));
    }

    private static ReadFile read(String lines) throws IOException {
        return ReadFile.of(lines.getBytes(StandardCharsets.UTF_8), "upload");
    }
}
