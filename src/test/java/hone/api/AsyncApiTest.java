package hone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import hone.contract.Judged;
import hone.contract.JudgmentEvent;
import hone.contract.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The document of the stream says what the contract's records and examples say. */
class AsyncApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES =
            Path.of(System.getProperty("hone.root"), "trainer/contract/src/main/resources/contract/v1/JudgmentEvent");
    private static final JsonNode DOCUMENT = document();

    /** Schema and the record it describes. */
    private static final Map<String, Class<? extends Record>> RECORDS = Map.ofEntries(
            Map.entry("JudgmentAccepted", JudgmentEvent.JudgmentAccepted.class),
            Map.entry("JudgmentWithdrawn", JudgmentEvent.JudgmentWithdrawn.class),
            Map.entry("GuidelineRef", hone.contract.GuidelineRef.class),
            Map.entry("AnswerRef", hone.contract.AnswerRef.class),
            Map.entry("Message", hone.contract.Message.class),
            Map.entry("Compared", Judged.Compared.class),
            Map.entry("Ranked", Judged.Ranked.class),
            Map.entry("Rated", Judged.Rated.class),
            Map.entry("Rating", Judged.Rating.class),
            Map.entry("Demonstrated", Judged.Demonstrated.class),
            Map.entry("Corrected", Judged.Corrected.class));

    @Test
    void everyExampleOfTheContractFitsItsMessage() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(all).hasSizeGreaterThan(7);
            for (Path file : all) {
                JsonNode example = JSON.readTree(Files.readString(file));
                assertThat(schemaFor(example).validate(example))
                        .as(file.getFileName().toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void whatLacksAFieldOrHasAValueThatIsNoneDoesNotFit() throws IOException {
        ObjectNode example =
                (ObjectNode) JSON.readTree(Files.readString(EXAMPLES.resolve("judgment.accepted-preferred.json")));
        JsonSchema schema = schemaFor(example);

        ObjectNode without = example.deepCopy();
        without.remove("labelerId");
        ObjectNode wrong = example.deepCopy();
        ((ObjectNode) wrong.get("judged")).put("degree", 4);

        assertThat(schema.validate(without)).isNotEmpty();
        assertThat(schema.validate(wrong)).isNotEmpty();
    }

    @Test
    void everyFieldOfTheRecordsStandsThereAndNoOther() {
        RECORDS.forEach((name, record) -> {
            Set<String> fields = Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (Kind.class.isAssignableFrom(record)) {
                fields.add("kind");
            }
            Set<String> said = new TreeSet<>();
            schemas().path(name).path("properties").fieldNames().forEachRemaining(said::add);
            assertThat(said).as(name).isEqualTo(fields);
        });
        assertThat(Arrays.stream(Judged.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .as("kinds of verdicts")
                .hasSize(schemas().path("Judged").path("oneOf").size());
    }

    @Test
    void itIsADocumentOfAsyncApi3WithBothMessagesOnTheTopic() {
        assertThat(DOCUMENT.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(DOCUMENT.at("/channels/judgments/address").asText()).isEqualTo("{prefix}judgments");
        DOCUMENT.findValuesAsText("$ref")
                .forEach(ref -> assertThat(DOCUMENT.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
        Set<String> types = new TreeSet<>();
        DOCUMENT.at("/components/messages")
                .forEach(message -> types.add(message.path("name").asText()));
        assertThat(types).containsExactly("hone.judgment.accepted", "hone.judgment.withdrawn");
    }

    private static JsonSchema schemaFor(JsonNode event) {
        String name =
                event.path("kind").asText().equals("judgment.accepted") ? "JudgmentAccepted" : "JudgmentWithdrawn";
        ObjectNode root = JSON.createObjectNode();
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", DOCUMENT.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    private static JsonNode schemas() {
        return DOCUMENT.at("/components/schemas");
    }

    private static JsonNode document() {
        try (InputStream file = AsyncApiTest.class.getResourceAsStream("/META-INF/resources/static/asyncapi.yaml")) {
            return JSON.valueToTree(new Yaml().load(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
