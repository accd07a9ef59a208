package hone.export;

import static hone.export.ArchiveBytes.changed;
import static hone.export.ArchiveBytes.entries;
import static hone.export.ArchiveCalls.archive;
import static hone.export.ArchiveCalls.taken;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import hone.Servers;
import hone.contract.Wire;
import hone.project.Project;
import hone.web.Sql;
import hone.web.TempFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The files of models leave with their project and arrive as they were, each under its address, or not at all. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "service-account-hone-cli", roles = "program")
class CheckpointsInArchiveTest {
    private static final Random DICE = new Random(7);
    private static final byte[] CONFIG = "{\"model_type\":\"llama\"}".getBytes(StandardCharsets.UTF_8);

    @Inject
    ArchivedRows archived;

    @Inject
    Sql sql;

    @Inject
    @ConfigProperty(name = "hone.models")
    String folder;

    private record Model(String name, String sha256, byte[] weights) {}

    @Test
    void theFilesOfEveryModelGoAlongAndArriveAtTheirAddressByteByByte() throws IOException {
        Project project = archived.something();
        Model base = laid(project, "base-" + project.slug, weights(3_000));
        Model tuned = laid(project, "sft-1", weights(100_000));
        Files.writeString(path(tuned.sha256(), "notes.txt"), "Nobody's.");
        byte[] archive = archive(project, "");
        archived.forget(project);
        remove(base);
        remove(tuned);

        taken(archive).statusCode(200).body("checkpoints", equalTo(2), "remarks", equalTo(List.of()));

        for (Model model : List.of(base, tuned)) {
            assertThat(path(model.sha256(), "model.safetensors")).hasBinaryContent(model.weights());
            assertThat(path(model.sha256(), "config.json")).hasBinaryContent(CONFIG);
            assertThat(Wire.sha256(Files.readAllBytes(path(model.sha256(), "manifest.json"))))
                    .isEqualTo(model.sha256());
        }
        assertThat(path(tuned.sha256(), "notes.txt")).doesNotExist();
        assertThat(sql.number(
                        "select count(*) from model_version where project_id = ? and sha256 = ?",
                        project.id,
                        tuned.sha256()))
                .isEqualTo(1);
        nothingLiesAround();
    }

    @Test
    void whoExportsChoosesTheModelsWhoseFilesGoAlong() throws IOException {
        Project project = archived.something();
        Model base = laid(project, "base-" + project.slug, weights(10));
        Model tuned = laid(project, "sft-1", weights(20));

        assertThat(checkpoints(archive(project, "&models=all")))
                .containsExactlyInAnyOrder(base.sha256(), tuned.sha256());
        assertThat(checkpoints(archive(project, "&models=current"))).containsExactly(tuned.sha256());
        assertThat(checkpoints(archive(project, "&models=none"))).isEmpty();
        given().get("/api/projects/" + project.slug + "/export?all=on&models=some")
                .then()
                .statusCode(400)
                .body("detail", containsString("all, current or none"));
    }

    /** Without the weights that it was trained on, an adapter is no model. */
    @Test
    void anAdapterTakesItsBaseAlong() throws IOException {
        Project project = archived.something();
        Model base = laid(project, "base-" + project.slug, weights(10));
        byte[] adapter = weights(20);
        byte[] manifest = new String(manifest(adapter), StandardCharsets.UTF_8)
                .replace("model.safetensors", "adapter_model.safetensors")
                .replace("\"files\"", "\"parent\":\"" + base.sha256() + "\",\"files\"")
                .getBytes(StandardCharsets.UTF_8);
        Model tuned = laid(project, "sft-1", adapter, manifest, "adapter_model.safetensors");

        assertThat(checkpoints(archive(project, "&models=current")))
                .containsExactlyInAnyOrder(base.sha256(), tuned.sha256());
    }

    @Test
    void filesThatAreMissingHereComeWithALaterArchive() throws IOException {
        Project project = archived.something();
        Model tuned = laid(project, "sft-1", weights(20));
        byte[] rowsOnly = archive(project, "&models=none");
        byte[] whole = archive(project, "");
        archived.forget(project);
        remove(tuned);
        taken(rowsOnly).statusCode(200).body("checkpoints", equalTo(0));

        taken(whole)
                .statusCode(200)
                .body("rows", equalTo(0), "checkpoints", equalTo(1), "remarks[0]", containsString("were added"));

        assertThat(path(tuned.sha256(), "model.safetensors")).hasBinaryContent(tuned.weights());
        taken(whole).statusCode(200).body("checkpoints", equalTo(0), "remarks[0]", containsString("nothing was added"));
    }

    @Test
    void aCheckpointThatIsDamagedOrOfNoModelOfTheProjectIsRefusedWithEverythingElse() throws IOException {
        Project project = archived.something();
        Model tuned = laid(project, "sft-1", weights(5_000));
        byte[] archive = archive(project, "");
        archived.forget(project);
        remove(tuned);
        String weights = "checkpoints/" + tuned.sha256() + "/model.safetensors";

        taken(changed(archive, weights, old -> {
                    old[4_000] ^= 1;
                    return old;
                }))
                .statusCode(400)
                .body("detail", containsString("is damaged"));
        taken(ArchiveBytes.without(archive, weights)).statusCode(400).body("detail", containsString("is damaged"));
        taken(changed(
                        archive,
                        "contents.json",
                        old -> new String(old, StandardCharsets.UTF_8)
                                .replace(tuned.sha256(), "0".repeat(64))
                                .getBytes(StandardCharsets.UTF_8)))
                .statusCode(400)
                .body("detail", containsString("other checkpoints than it says"));
        taken(withAnother(archive)).statusCode(400).body("detail", containsString("that none of its models has"));

        assertThat(sql.number("select count(*) from project where id = ?", project.id))
                .isZero();
        assertThat(path(tuned.sha256(), "model.safetensors")).doesNotExist();
        nothingLiesAround();
    }

    @Test
    void moreThanIsAllowedIsRefusedBeforeTheDiskIsFull() throws IOException {
        Project project = archived.something();
        Model tuned = laid(project, "sft-1", new byte[9 << 20]); // tests allow 8 MB; nothing packs as well as this
        byte[] archive = archive(project, "");
        archived.forget(project);
        remove(tuned);

        taken(archive).statusCode(400).body("detail", containsString("larger than 8 MB"));

        nothingLiesAround();
    }

    @Test
    void whatAKilledProcessLeftHalfArrivedIsRemovedAndWhatALivingOneIsReceivingStays() throws IOException {
        Project project = archived.something();
        byte[] archive = archive(project, "&models=none");
        archived.forget(project);
        Path left = Files.createDirectories(Path.of(folder, ".arriving-left", "0".repeat(64)));
        Files.write(left.resolve("model.safetensors"), weights(10));
        Files.createFile(left.resolveSibling("in-use"));
        TempFiles living = new TempFiles(Path.of(folder), ".arriving-");
        Path received = Files.createFile(living.folder().resolve("config.json"));

        try {
            taken(archive).statusCode(200);

            assertThat(left.getParent()).doesNotExist();
            assertThat(received).exists();
        } finally {
            living.removeOwn();
        }
        nothingLiesAround();
    }

    /** Writes a checkpoint as the trainer does, and makes it a model's. */
    private Model laid(Project project, String model, byte[] weights) throws IOException {
        return laid(project, model, weights, manifest(weights), "model.safetensors");
    }

    private Model laid(Project project, String model, byte[] weights, byte[] manifest, String file) throws IOException {
        String sha256 = Wire.sha256(manifest);
        Path place = Files.createDirectories(Path.of(folder, sha256));
        Files.write(place.resolve("config.json"), CONFIG);
        Files.write(place.resolve(file), weights);
        Files.write(place.resolve("manifest.json"), manifest);
        assertThat(sql.run(
                        "update model_version set sha256 = ? where name = ? and (project_id = ? or project_id is null)",
                        sha256,
                        model,
                        project.id))
                .isEqualTo(1);
        return new Model(model, sha256, weights);
    }

    private static byte[] manifest(byte[] weights) {
        return """
                {"format":1,"runId":"r-1","stage":"sft","step":2,"steps":2,"seed":1,"machine":"any","threads":1,"files":[
                {"name":"config.json","bytes":%d,"sha256":"%s"},{"name":"model.safetensors","bytes":%d,"sha256":"%s"}]}""".formatted(CONFIG.length, Wire.sha256(CONFIG), weights.length, Wire.sha256(weights))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A whole checkpoint, named at the end, but of no model. */
    private static byte[] withAnother(byte[] archive) throws IOException {
        byte[] weights = weights(50);
        byte[] manifest = manifest(weights);
        String address = Wire.sha256(manifest);
        Map<String, byte[]> entries = entries(archive);
        entries.put("checkpoints/" + address + "/manifest.json", manifest);
        entries.put("checkpoints/" + address + "/config.json", CONFIG);
        entries.put("checkpoints/" + address + "/model.safetensors", weights);
        entries.computeIfPresent(
                "contents.json",
                (name, old) -> new String(old, StandardCharsets.UTF_8)
                        .replace("\"checkpoints\":[", "\"checkpoints\":[\"" + address + "\",")
                        .getBytes(StandardCharsets.UTF_8));
        return ArchiveBytes.zipped(entries);
    }

    private static byte[] weights(int bytes) {
        byte[] weights = new byte[bytes];
        DICE.nextBytes(weights);
        return weights;
    }

    private Path path(String sha256, String file) {
        return Path.of(folder, sha256, file);
    }

    private void remove(Model model) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder, model.sha256()))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(Path.of(folder, model.sha256()));
    }

    private static List<String> checkpoints(byte[] archive) throws IOException {
        return entries(archive).keySet().stream()
                .filter(name -> name.startsWith("checkpoints/") && name.endsWith("/manifest.json"))
                .map(name -> name.split("/")[1])
                .toList();
    }

    private void nothingLiesAround() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            assertThat(all.map(path -> String.valueOf(path.getFileName()))).noneMatch(name -> name.startsWith("."));
        }
    }
}
