package hone.trainer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StructureTest {
    private static final JavaClasses TRAINER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("hone.trainer");

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
}
