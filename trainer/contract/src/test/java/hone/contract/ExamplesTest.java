package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    /** Every sealed shape, and the records that are files of their own. */
    private static final List<Class<? extends Kind>> SEALED = List.of(
            JudgmentEvent.class,
            Judged.class,
            DatasetRecord.class,
            RunCommand.class,
            Recipe.class,
            RunEvent.class,
            Verifier.class);

    private static final List<Class<?>> FILES = List.of(
            JudgmentEvent.class,
            DatasetRecord.class,
            RunCommand.class,
            Recipe.class,
            RunEvent.class,
            CheckpointManifest.class,
            ModelInspection.class,
            Job.class);

    /** Names that earlier versions wrote, which are read for ever, and those that are written now. */
    private static final Map<String, String> EARLIER_NAMES = Map.of("run.went-back", "run.rolled-back");

    private static final ObjectMapper PLAIN = new ObjectMapper();

    static Stream<Example> examples() {
        return Example.all().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsReadAndWrittenBackToTheSameJson(Example example) throws JsonProcessingException {
        Object value = Wire.read(example.json(), shape(example));

        assertThat(PLAIN.readTree(Wire.write(value))).isEqualTo(underTodaysName(PLAIN.readTree(example.json())));
    }

    private static JsonNode underTodaysName(JsonNode example) {
        String kind = example.path("kind").asText();
        return EARLIER_NAMES.containsKey(kind)
                ? ((ObjectNode) example.deepCopy()).put("kind", EARLIER_NAMES.get(kind))
                : example;
    }

    @Test
    void aNameOfAnEarlierVersionIsReadAsWhatItIsCalledToday() {
        assertThat(Wire.read(Example.resource("RunEvent/run.went-back.json"), RunEvent.class))
                .isInstanceOf(RunEvent.RolledBack.class)
                .isEqualTo(Wire.read(Example.resource("RunEvent/run.rolled-back.json"), RunEvent.class));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aFieldOfALaterVersionIsIgnored(Example example) throws JsonProcessingException {
        ObjectNode grown = (ObjectNode) PLAIN.readTree(example.json());
        grown.putObject("fieldOfALaterVersion").put("x", 1);

        Object value = Wire.read(grown.toString(), shape(example));

        assertThat(value).isEqualTo(Wire.read(example.json(), shape(example)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aMissingFieldIsRefusedUnlessItIsOptional(Example example) throws JsonProcessingException {
        JsonNode whole = PLAIN.readTree(example.json());
        Object value = Wire.read(example.json(), shape(example));

        List<String> fields = requiredFields(value.getClass());
        assertThat(fields).allMatch(whole::has);
        for (String field : fields) {
            ObjectNode less = whole.deepCopy();
            less.remove(field);
            assertThatThrownBy(() -> Wire.read(less.toString(), shape(example)))
                    .as("%s without %s", example.name(), field)
                    .isInstanceOf(UnreadableMessage.class);

            ObjectNode nothing = whole.deepCopy();
            nothing.putNull(field);
            assertThatThrownBy(() -> Wire.read(nothing.toString(), shape(example)))
                    .as("%s with null for %s", example.name(), field)
                    .isInstanceOf(UnreadableMessage.class);
        }
    }

    @Test
    void everyKindOfEverySealedShapeHasAnExample() {
        Set<String> shown =
                examples().flatMap(example -> kindsIn(tree(example)).stream()).collect(Collectors.toSet());

        List<Class<?>> cases =
                SEALED.stream().flatMap(shape -> cases(shape).stream()).toList();

        assertThat(cases).hasSizeGreaterThan(20);
        assertThat(cases)
                .extracting(ExamplesTest::kindName)
                .doesNotHaveDuplicates()
                .isSubsetOf(shown);
    }

    @Test
    void everyKindIsRegisteredWithTheShapeThatIsRead() {
        for (Class<?> shape : SEALED) {
            JsonSubTypes registered = Objects.requireNonNull(shape.getAnnotation(JsonSubTypes.class), shape.getName());

            assertThat(Arrays.stream(registered.value())
                            .map(JsonSubTypes.Type::value)
                            .toList())
                    .as(shape.getSimpleName())
                    .hasSameElementsAs(cases(shape));
        }
    }

    /** For a record that is a file or message of its own; those inside are seen through them. */
    @Test
    void everyOptionalFieldIsShownPresentAndAbsent() {
        Map<String, List<JsonNode>> byRecord = examples()
                .collect(Collectors.groupingBy(
                        example -> Wire.read(example.json(), shape(example))
                                .getClass()
                                .getSimpleName(),
                        Collectors.mapping(ExamplesTest::tree, Collectors.toList())));

        List<String> seen = new ArrayList<>();
        for (Class<?> type :
                FILES.stream().flatMap(shape -> cases(shape).stream()).toList()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getType() == Optional.class) {
                    String field = type.getSimpleName() + "." + component.getName();
                    List<JsonNode> trees = byRecord.getOrDefault(type.getSimpleName(), List.of());
                    assertThat(trees).as(field + " present").anyMatch(tree -> tree.has(component.getName()));
                    assertThat(trees).as(field + " absent").anyMatch(tree -> !tree.has(component.getName()));
                    seen.add(field);
                }
            }
        }
        assertThat(seen)
                .contains("RunRequested.dataset", "RunRequested.engine", "Job.reward", "RunFailed.lastGoodCheckpoint");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anUnknownKindIsRefusedWithItsName(Example example) throws JsonProcessingException {
        ObjectNode strange = (ObjectNode) PLAIN.readTree(example.json());
        if (!strange.has("kind")) {
            return; // a file of its own, not a case of a sealed shape
        }
        strange.put("kind", "from.the.future");
        assertThatThrownBy(() -> Wire.read(strange.toString(), shape(example)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("from.the.future");

        strange.remove("kind");
        assertThatThrownBy(() -> Wire.read(strange.toString(), shape(example))).isInstanceOf(UnreadableMessage.class);
    }

    @Test
    void theIndexNamesEveryFile() throws IOException, URISyntaxException {
        Path index = Path.of(Objects.requireNonNull(Example.class.getResource("/contract/v1/index.txt"))
                .toURI());
        Path root = Objects.requireNonNull(index.getParent());

        try (Stream<Path> files = Files.walk(root)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> root.relativize(file).toString().replace(".json", ""))
                    .toList();
            assertThat(Example.all())
                    .extracting(example -> example.shape() + "/" + example.name())
                    .containsExactlyInAnyOrderElementsOf(found);
        }
    }

    @Test
    void aRecipeHasAtMostTwentySettingsInSmallRecords() {
        assertThat(cases(Recipe.class)).hasSizeGreaterThanOrEqualTo(5).allSatisfy(recipe -> {
            assertThat(requiredFields(recipe)).hasSizeLessThanOrEqualTo(20);
            assertThat(recipe.getRecordComponents()).hasSizeLessThanOrEqualTo(10);
            List<RecordComponent> parts = Arrays.stream(recipe.getRecordComponents())
                    .filter(ExamplesTest::isUnwrapped)
                    .toList();
            assertThat(parts)
                    .allSatisfy(part ->
                            assertThat(part.getType().getRecordComponents()).hasSizeLessThanOrEqualTo(5));
            assertThat(parts.isEmpty() && requiredFields(recipe).size() > 5)
                    .as("%s has so many settings that they need groups", recipe)
                    .isFalse();
        });
    }

    /** As they stand in JSON: the fields of an unwrapped record stand beside the others. */
    private static List<String> requiredFields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType() != Optional.class)
                .flatMap(component -> isUnwrapped(component)
                        ? requiredFields(component.getType()).stream()
                        : Stream.of(component.getName()))
                .toList();
    }

    private static boolean isUnwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    private static Class<?> shape(Example example) {
        return FILES.stream()
                .filter(shape -> shape.getSimpleName().equals(example.shape()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Class<?>> cases(Class<?> shape) {
        if (!shape.isSealed()) {
            return List.of(shape);
        }
        List<Class<?>> cases = new ArrayList<>();
        for (Class<?> permitted : shape.getPermittedSubclasses()) {
            cases.addAll(cases(permitted));
        }
        return cases;
    }

    private static String kindName(Class<?> type) {
        return Objects.requireNonNull(type.getAnnotation(JsonTypeName.class), type.getName())
                .value();
    }

    private static JsonNode tree(Example example) {
        try {
            return PLAIN.readTree(example.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(example.name(), e);
        }
    }

    private static List<String> kindsIn(JsonNode tree) {
        List<String> kinds = new ArrayList<>();
        if (tree.path("kind").isTextual()) {
            kinds.add(tree.path("kind").asText());
        }
        tree.forEach(child -> kinds.addAll(kindsIn(child)));
        return kinds;
    }
}
