package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read as the same items, for each format that can hold them, in each of its containers, packed and not. */
class RoundTripTest {
    private static final String AWKWARD = "  \"quoted\", naïve 🙂\ttab\n\n- list\n\\[x\\] 日本語; end ";
    private static final List<Message> ASKED = List.of(Message.user("Which, \"this\"\nor that?"));
    private static final List<Message> DIALOG = List.of(
            new Message("system", "Be brief."),
            Message.user("Hi"),
            Message.assistant("Hello."),
            Message.user("Which?"));
    private static final Response FIRST = Response.of(AWKWARD);
    private static final Response SECOND = Response.of("That.");
    private static final Facts SOMEBODY = Facts.by(Rater.person("ann@example.org"));
    private static final Facts NUMBERED = Facts.NONE.withId(Optional.of("j-1")).withWeight(OptionalDouble.of(0.25));

    private static Item conversation(List<Message> prompt, List<Response> responses, Decision... decisions) {
        return new Item.Conversation(prompt, responses, List.of(decisions), Origin.UNKNOWN, Map.of());
    }

    private static Decision preferred(int chosen, double margin, Facts facts) {
        return new Decision.Preferred(chosen, 1 - chosen, OptionalDouble.of(margin), facts);
    }

    private static Decision preferred(int chosen, Facts facts) {
        return new Decision.Preferred(chosen, 1 - chosen, OptionalDouble.empty(), facts);
    }

    private static final List<Item> PAIRS = List.of(
            conversation(ASKED, List.of(FIRST, SECOND), preferred(0, 1 / 3.0, NUMBERED)),
            conversation(DIALOG, List.of(SECOND, FIRST), preferred(0, Facts.NONE)));

    private static final List<Item> DEMONSTRATIONS = List.of(
            conversation(ASKED, List.of(), new Decision.Written(AWKWARD, Facts.NONE)),
            conversation(DIALOG, List.of(), new Decision.Written("That.", Facts.NONE)));

    private static final List<Item> PROMPTS = List.of(conversation(ASKED, List.of()), conversation(DIALOG, List.of()));

    private static final List<Item> EVERYTHING = List.of(
            new Item.Conversation(
                    DIALOG,
                    List.of(
                            new Response(
                                    AWKWARD,
                                    Optional.of("a1"),
                                    Optional.of("hone-base"),
                                    Optional.of(new Response.Sampling(-7, 0.7, 0.9, false)),
                                    OptionalInt.of(1)),
                            SECOND,
                            Response.of("Both.")),
                    List.of(
                            preferred(
                                    1,
                                    2 / 3.0,
                                    Facts.by(new Rater("labeler-3", Rater.Nature.SIMULATED))
                                            .withId(Optional.of("j-9"))
                                            .withWeight(OptionalDouble.of(0.5))
                                            .withReason(Optional.of("Shorter,\nand \"right\"."))
                                            .withTime(
                                                    OptionalDouble.of(12.25),
                                                    Optional.of(Instant.parse("2026-11-20T10:15:30.123456Z")))
                                            .withInstructions(Optional.of("comparison 4"), List.of("True", "Brief"))
                                            .withPresented(List.of(1, 0, 2))),
                            new Decision.Tied(0, 2, Facts.NONE),
                            new Decision.BothBad(0, 1, Facts.NONE),
                            new Decision.Ranked(List.of(List.of(2), List.of(0, 1)), Facts.by(Rater.model("judge"))),
                            new Decision.Written(AWKWARD, Facts.NONE),
                            new Decision.Corrected(0, "Better.", Facts.NONE),
                            new Decision.Rated(
                                    2,
                                    Map.of("helpful", 4.0, "kind", 6.5),
                                    Map.of("unsafe", true, "rude", false),
                                    Facts.NONE),
                            new Decision.Labelled(1, false, Facts.NONE)),
                    new Origin(Optional.of("p-1"), Optional.of("set one"), Optional.of("CC0"), Optional.of("de")),
                    Map.of(
                            "batch",
                            Json.NODES.numberNode(3),
                            "tags",
                            Json.NODES.arrayNode().add("a").add(AWKWARD))),
            new Item.PlainText(AWKWARD, Origin.ofId("t-1"), Map.of()));

    private static final List<Item> TEXTS = List.of(
            new Item.PlainText(
                    AWKWARD,
                    new Origin(Optional.of("t-1"), Optional.of("kites"), Optional.of("CC0"), Optional.of("de")),
                    Map.of("title", Json.NODES.textNode("A kite"), "score", Json.NODES.numberNode(3))),
            new Item.PlainText("Once.", Origin.UNKNOWN, Map.of()));

    static Stream<Arguments> whatEachFormatHolds() {
        Item kto = conversation(DIALOG, List.of(FIRST), new Decision.Labelled(0, true, NUMBERED));
        Item transcript = conversation(
                List.of(Message.user("Hi"), Message.assistant("Hello."), Message.user(AWKWARD)),
                List.of(FIRST, SECOND),
                preferred(0, 1, NUMBERED));
        return Stream.of(
                Arguments.of("hone-records", EVERYTHING),
                Arguments.of("hone-records", PAIRS),
                Arguments.of("trl-preference", PAIRS),
                Arguments.of("trl-kto", List.of(kto)),
                Arguments.of("trl-prompt-completion", DEMONSTRATIONS),
                Arguments.of("trl-messages", List.of(DEMONSTRATIONS.getFirst())),
                Arguments.of("trl-prompts", PROMPTS),
                Arguments.of("openai-sft", DEMONSTRATIONS),
                Arguments.of(
                        "openai-preference",
                        List.of(conversation(DIALOG, List.of(FIRST, SECOND), preferred(0, Facts.NONE)))),
                Arguments.of("hh-rlhf", List.of(transcript)),
                Arguments.of("label-studio", tool(true)),
                Arguments.of("argilla", tool(false)),
                Arguments.of("prompts", List.of(conversation(DIALOG, List.of(FIRST, SECOND)))),
                Arguments.of("text", TEXTS),
                Arguments.of(
                        "text-file",
                        List.of(
                                new Item.PlainText("Once\nupon a time.", Origin.UNKNOWN, Map.of()),
                                new Item.PlainText("日本語 🙂 \\[x\\]", Origin.UNKNOWN, Map.of()))));
    }

    private static List<Item> tool(boolean lists) {
        Facts facts = SOMEBODY.withReason(Optional.of("Shorter."));
        List<Response> three = List.of(FIRST, SECOND, Response.of("Both."));
        List<Response> named = lists
                ? List.of(
                        three.get(0).withId("m0"),
                        three.get(1).withId("m1"),
                        three.get(2).withId("m2"))
                : three;
        return List.of(
                conversation(ASKED, List.of(FIRST, SECOND), preferred(1, facts)),
                conversation(DIALOG, List.of(FIRST, SECOND), new Decision.Tied(0, 1, SOMEBODY)),
                conversation(ASKED, List.of(FIRST, SECOND), new Decision.BothBad(0, 1, SOMEBODY)),
                conversation(ASKED, named, new Decision.Ranked(List.of(List.of(2), List.of(0), List.of(1)), SOMEBODY)),
                conversation(ASKED, List.of(FIRST), new Decision.Rated(0, Map.of("helpful", 4.0), Map.of(), SOMEBODY)),
                conversation(ASKED, List.of(FIRST), new Decision.Corrected(0, "Better.", SOMEBODY)),
                conversation(ASKED, List.of(), new Decision.Written(AWKWARD, SOMEBODY)));
    }

    @ParameterizedTest
    @MethodSource("whatEachFormatHolds")
    void whatIsWrittenIsReadAsTheSame(String name, List<Item> items) throws IOException {
        WrittenFormat format = WrittenFormats.named(name).orElseThrow();
        Losses losses = new Losses();
        List<ObjectNode> rows = items.stream()
                .flatMap(item -> format.rows(item, losses).stream())
                .toList();

        assertThat(losses.counts()).isEmpty();
        for (Container container : format.containers()) {
            assertThat(read(container, format, rows, Packing.NONE))
                    .as("%s as %s", name, container)
                    .isEqualTo(items);
        }
        assertThat(read(format.containers().getFirst(), format, rows, Packing.GZIP))
                .isEqualTo(items);
    }

    private enum Packing {
        NONE,
        GZIP
    }

    private static List<Item> read(Container container, WrittenFormat format, List<ObjectNode> rows, Packing packing)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RowWriter writer = packing == Packing.GZIP
                ? FileOfRows.packed(container, format.columns(), file)
                : FileOfRows.of(container, format.columns(), file)) {
            for (ObjectNode row : rows) {
                writer.write(row);
            }
        }
        ReadFile read = ReadFile.of(file.toByteArray(), "upload");
        assertThat(read.container()).isEqualTo(container);
        assertThat(read.refusals().stream().map(RefusedRow::getMessage)).isEmpty();
        return read.items();
    }

    @Test
    void aRankingBecomesPairsThatShareItsWeight() {
        Item ranking = conversation(
                ASKED,
                List.of(Response.of("a"), Response.of("b"), Response.of("c")),
                new Decision.Ranked(List.of(List.of(1), List.of(0, 2)), NUMBERED));
        Losses losses = new Losses();

        List<ObjectNode> rows =
                WrittenFormats.named("trl-preference").orElseThrow().rows(ranking, losses);

        List<String> pairs = new ArrayList<>();
        rows.forEach(row -> pairs.add(row.path("chosen").path(0).path("content").asText() + ">"
                + row.path("rejected").path(0).path("content").asText() + " " + row.path("margin") + " "
                + row.path("weight") + " " + row.path("group")));
        assertThat(pairs)
                .containsExactly("b>a 0.3333333333333333 0.125 \"j-1\"", "b>c 0.3333333333333333 0.125 \"j-1\"");
        assertThat(losses.counts())
                .containsOnlyKeys("A ranking became pairs; answers in one place are in no pair with one another.");
    }

    @Test
    void whatAFormatCannotHoldIsCounted() {
        Losses losses = new Losses();
        for (WrittenFormat format : WrittenFormats.all()) {
            EVERYTHING.forEach(item -> format.rows(item, losses));
        }

        assertThat(losses.counts())
                .containsKeys(
                        "A tie has no better answer and is not in the file.",
                        "A rating of one answer is not in the file.",
                        "A conversation with a system turn is not in the file: a transcript has none.",
                        "A text to pre-train on is not in the file.",
                        "A labeler without an address is not named.");
        assertThat(WrittenFormats.all().stream()
                        .filter(format -> format.cannotHold().isEmpty())
                        .map(WrittenFormat::name))
                .containsExactly("hone-records");
    }

    @Test
    void aTextWithABlankLineIsWrittenAndCountedWhereItIsReadAsSeveral() {
        Losses losses = new Losses();
        WrittenFormat file = WrittenFormats.named("text-file").orElseThrow();

        assertThat(file.rows(new Item.PlainText("One.\n \nTwo.", Origin.UNKNOWN, Map.of()), losses))
                .hasSize(1);
        assertThat(file.rows(new Item.PlainText("\n\nOne.\nTwo.\n\n", Origin.UNKNOWN, Map.of()), losses))
                .hasSize(1);

        assertThat(losses.counts()).isEqualTo(Map.of("A text with a blank line inside is read as several texts.", 1L));
    }

    @Test
    void aTextThatWouldEndATurnOfATranscriptIsLeftOutAndCounted() {
        Item tricky = conversation(
                List.of(Message.user("Continue:\n\nHuman: and so on")),
                List.of(FIRST, SECOND),
                preferred(0, Facts.NONE));
        Losses losses = new Losses();

        assertThat(WrittenFormats.named("hh-rlhf").orElseThrow().rows(tricky, losses))
                .isEmpty();
        assertThat(losses.counts()).containsEntry("A text in which a line begins like a turn is not in the file.", 1L);
    }
}
