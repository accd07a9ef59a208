package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.BestOfNRecipe;
import hone.contract.Recipe;
import hone.contract.SftRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCommandTest {
    private final Path folder;

    WorkerCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theClassPathBeginsWithTheClassesBesideItsFileAndRelativeEntriesStartThere() throws IOException {
        Files.createDirectories(folder.resolve("classes"));
        Path file = Files.writeString(folder.resolve("worker.classpath"), "/repo/a.jar:lib/b.jar\n");

        List<String> line =
                command(Map.of("hone.worker.classpath-file", file.toString())).line();

        assertThat(line.get(line.indexOf("-cp") + 1))
                .isEqualTo(folder.resolve("classes") + ":/repo/a.jar:" + folder.resolve("lib/b.jar"));
        assertThat(line)
                .endsWith(
                        "hone.trainer.Main", "train", folder.resolve("job.json").toString(), "--with-parent")
                .noneMatch(word -> word.startsWith("@"));
    }

    @Test
    void flagsComeFromAnArgumentFile() throws IOException {
        Path file = Files.writeString(folder.resolve("worker.classpath"), "/repo/a.jar");
        Path flags = folder.resolve("worker.jvm");

        List<String> line = command(
                        Map.of("hone.worker.classpath-file", file.toString(), "hone.worker.jvm-file", flags.toString()))
                .line();

        assertThat(line.get(1)).isEqualTo("@" + flags);
    }

    @Test
    void aRunWhoseBatchesCanBeSharedGetsItsProcessesAndAnyOtherOne() throws IOException {
        Path file = Files.writeString(folder.resolve("worker.classpath"), "/repo/a.jar");
        Map<String, String> worker = Map.of(
                "hone.worker.classpath-file",
                file.toString(),
                "hone.worker.processes",
                "2",
                "hone.worker.grace",
                "PT9S");

        assertThat(command(worker, SftRecipe.small()).line()).endsWith("--with-parent", "--nproc", "2", "--grace", "7");
        assertThat(command(worker, BestOfNRecipe.small()).line()).endsWith("--with-parent");
    }

    @Test
    void theProcessesOfARunShareTheProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();
        SupervisorConfig.Worker shared = settings(
                        Map.of("hone.worker.classpath-file", "a", "hone.worker.processes", String.valueOf(processors)))
                .worker();

        assertThat(shared.threadsOf(SftRecipe.small())).isEqualTo(1);
        assertThat(shared.threadsOf(BestOfNRecipe.small())).isEqualTo(processors);
    }

    @Test
    void theEnvironmentLosesTheServicesOwnNamesAndWhatTheFileUnsets() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/bin",
                "OPENBLAS_CORETYPE", "Haswell",
                "GOMP_SPINCOUNT", "9",
                "KAFKA_SASL_JAAS_CONFIG", "secret",
                "HONE_RUNS", "/runs",
                "QUARKUS_PROFILE", "prod"));

        new WorkerCommand(
                        List.of(),
                        List.of("# why", "", "-OPENBLAS_CORETYPE", "GOMP_SPINCOUNT=0", "EMPTY=", "EQUALS=a=b"))
                .clean(environment);

        assertThat(environment).isEqualTo(Map.of("PATH", "/bin", "GOMP_SPINCOUNT", "0", "EMPTY", "", "EQUALS", "a=b"));
    }

    @Test
    void aLineThatMeansNothingIsNamed() {
        assertThatThrownBy(() -> new WorkerCommand(List.of(), List.of("GOMP_SPINCOUNT")).clean(new HashMap<>()))
                .hasMessageContaining("GOMP_SPINCOUNT")
                .hasMessageContaining("NAME=value");
    }

    private WorkerCommand command(Map<String, String> worker) throws IOException {
        return command(worker, SftRecipe.small());
    }

    private WorkerCommand command(Map<String, String> worker, Recipe recipe) throws IOException {
        return WorkerCommand.of(settings(worker).worker(), recipe, folder.resolve("job.json"));
    }

    private static SupervisorConfig settings(Map<String, String> worker) {
        Map<String, String> settings = new HashMap<>(worker);
        settings.put("hone.models", "models");
        settings.put("hone.runs", "runs");
        return Settings.of(settings);
    }
}
