package hone.trainer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StructureTest {
    private static final JavaClasses TRAINER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("hone.trainer");

    /** What a function of libtorch takes that goes on from tensors, whose device its result then has. */
    private static final Set<String> OTHERS =
            Set.of("Tensor", "TensorBase", "TensorVector", "TensorArrayRef", "TensorOptionalList");

    /** Who may make a tensor of no other, or read a tensor's memory, without asking where the process computes, and why. */
    private static final Map<String, String> OF_THE_PROCESSOR = Map.of(
            "hone.trainer.decoder.HalfMatrix", "tries a product that processors alone have",
            "hone.trainer.tensor.Tensors", "the place for it",
            "hone.trainer.weights.SafeTensors", "files are read into the processor's memory, and written from there",
            "hone.trainer.weights.InitialWeights", "drawn by the processor's generator, then brought to the device",
            "hone.trainer.decoder.Adapter", "drawn by the processor's generator, then brought to the device",
            "hone.trainer.decoder.Rope", "numbers of a configuration, which become Java's at once",
            "hone.trainer.distributed.GlooGroup", "Gloo exchanges what is in the processor's memory",
            "hone.trainer.golden.FormulaChecks", "compares with reference numbers, with the processor",
            "hone.trainer.bench.MadeModels", "measures the processor",
            "hone.trainer.bench.TrainWindow", "measures the processor");

    static List<String> stages() {
        return List.of("pretrain", "sft", "reward", "ppo", "dpo", "kto", "grpo", "bestof", "generate", "score");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aStageKnowsNoOtherStage(String stage) {
        String[] others = stages().stream()
                .filter(other -> !other.equals(stage))
                .map(other -> "hone.trainer." + other + "..")
                .toArray(String[]::new);
        assertThat(TRAINER.stream().filter(resideInAPackage("hone.trainer." + stage + "..")))
                .isNotEmpty();

        noClasses()
                .that()
                .resideInAPackage("hone.trainer." + stage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(TRAINER);
    }

    @Test
    void theTrainerIsAPlainProgram() {
        assertThat(TRAINER.stream().count()).isGreaterThan(30);

        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "org.apache.kafka..", "jakarta..", "io.smallrye..")
                .check(TRAINER);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("hone.trainer.(*)..").should().beFreeOfCycles().check(TRAINER);
    }

    /** In code and in strings: whoever else names a family would have to be changed for the next one. */
    @Test
    void nothingOutsideTheDecodersNamesAFamily() throws IOException {
        Path sources = Path.of(System.getProperty("hone.root"), "trainer", "src", "main", "java", "hone", "trainer");
        Path decoders = sources.resolve("decoder");

        List<Path> naming = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file).toLowerCase(Locale.ROOT);
                if (Stream.of("llama", "qwen", "mistral", "smollm", "gemma").anyMatch(text::contains)) {
                    naming.add(file);
                }
            }
        }

        assertThat(naming).isNotEmpty().allMatch(file -> file.startsWith(decoders));
    }

    /** Of libtorch's many ways to make a tensor or to read one, whichever somebody finds next. */
    @Test
    void whateverMakesATensorOrReadsItsMemoryAsksForTheDevice() {
        Set<String> found = TRAINER.stream()
                .flatMap(one -> Stream.concat(
                        one.getMethodCallsFromSelf().stream(), one.getMethodReferencesFromSelf().stream()))
                .filter(use -> makesATensorOfNone(use.getTarget()) || readsMemory(use.getTarget()))
                .map(use -> use.getOriginOwner().getName().replaceAll("\\$.*", ""))
                .collect(Collectors.toSet());

        assertThat(found).isEqualTo(OF_THE_PROCESSOR.keySet());
    }

    private static boolean makesATensorOfNone(AccessTarget.CodeUnitAccessTarget target) {
        boolean made = target.getRawReturnType().getSimpleName().equals("Tensor");
        boolean ofLibtorch = target.getOwner().getSimpleName().equals("torch");
        boolean ofArrays = target.getOwner().getSimpleName().endsWith("Tensor")
                && target.getName().equals("create");
        return made
                && (ofArrays
                        || ofLibtorch
                                && target.getRawParameterTypes().stream()
                                        .noneMatch(type -> OTHERS.contains(type.getSimpleName())));
    }

    private static boolean readsMemory(AccessTarget.CodeUnitAccessTarget target) {
        return target.getOwner().getSimpleName().matches("(Abstract)?Tensor(Base)?")
                && target.getName().matches(".*data_ptr.*|createBuffer|createIndexer|storage|accessor.*");
    }
}
