import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.format.Container;
import hone.format.Decision;
import hone.format.Facts;
import hone.format.FileOfRows;
import hone.format.Item;
import hone.format.Losses;
import hone.format.Origin;
import hone.format.Rater;
import hone.format.Response;
import hone.format.RowWriter;
import hone.format.WrittenFormat;
import hone.format.WrittenFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes a few items in every format and container that Hone exports, for {@code read_back.py}; `./hone interop` runs both. */
class WriteExamples {
    private static final int ITEMS = 2_000;
    private static final String AWKWARD = "  \"quoted\", naïve 🙂\ttab\n\n- list\n\\[x\\] 日本語; number ";

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<Item> items = items();
        for (WrittenFormat format : WrittenFormats.all()) {
            Losses losses = new Losses();
            List<ObjectNode> rows =
                    items.stream().flatMap(item -> format.rows(item, losses).stream()).toList();
            for (Container container : format.containers()) {
                Path file = folder.resolve(format.name() + "." + container.extension());
                try (RowWriter writer = FileOfRows.of(container, format.columns(), Files.newOutputStream(file))) {
                    for (ObjectNode row : rows) {
                        writer.write(row);
                    }
                }
            }
            System.out.println(format.name() + ": " + rows.size() + " rows; not held: " + losses.counts());
        }
        Files.writeString(folder.resolve("label-studio.xml"), WrittenFormats.labelStudioConfig());
    }

    private static List<Item> items() {
        List<Message> asked = List.of(Message.user("Which, \"this\"\nor that?"));
        List<Message> dialog = List.of(
                new Message("system", "Be brief."),
                Message.user("Hi"),
                Message.assistant("Hello."),
                Message.user("Which?"));
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            List<Message> prompt = i % 3 == 0 ? dialog : asked;
            Facts facts = Facts.by(Rater.person("ann" + i % 5 + "@example.org"))
                    .withId(Optional.of("judgment-" + i))
                    .withReason(i % 4 == 0 ? Optional.of("Shorter, \"and\" right.") : Optional.empty())
                    .withTime(OptionalDouble.of(i / 8.0), Optional.of(Instant.ofEpochSecond(1_760_000_000L + i)))
                    .withWeight(OptionalDouble.of(i % 2 == 0 ? 1 : 0.5))
                    .withInstructions(Optional.of("comparison 3"), i % 5 == 0 ? List.of("True", "Brief") : List.of());
            Response first = Response.by(Optional.of("hone-base"), AWKWARD + i);
            Response second = Response.of("That. " + i);
            items.add(
                    switch (i % 6) {
                        case 0, 1 -> item(prompt, List.of(first, second), i,
                                new Decision.Preferred(i % 2, 1 - i % 2, Decision.Preferred.margin(1 + i % 3), facts));
                        case 2 -> item(prompt, List.of(), i, new Decision.Written(AWKWARD + i, facts));
                        case 3 -> item(prompt, List.of(first), i, new Decision.Labelled(0, i % 2 == 0, facts));
                        case 4 -> item(prompt, List.of(first, second, Response.of("Both.")), i,
                                new Decision.Ranked(List.of(List.of(2), List.of(0, 1)), facts));
                        default -> item(prompt, List.of(second), i,
                                new Decision.Rated(0, Map.of("helpful", 4.0, "kind", 6.5), Map.of(), facts));
                    });
            if (i % 10 == 0) {
                items.add(new Item.PlainText(AWKWARD + i, origin(i), Map.of()));
            }
        }
        return items;
    }

    private static Item item(List<Message> prompt, List<Response> responses, int number, Decision decision) {
        return new Item.Conversation(prompt, responses, List.of(decision), origin(number), Map.of());
    }

    private static Origin origin(int number) {
        return new Origin(Optional.of("p-" + number), Optional.of("made up"), Optional.of("CC0-1.0"), Optional.of("en"));
    }
}
