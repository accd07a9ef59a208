package hone.export;

import hone.contract.CheckpointManifest;
import hone.contract.Wire;
import hone.web.Invalid;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The folder of checkpoints, where the app sees it: each lies in a folder that is named by the sha256 of its manifest. */
@ApplicationScoped
class Checkpoints {
    /** PEFT's name of an adapter's weights. */
    private static final String ADAPTER = "adapter_model.safetensors";

    private final Optional<Path> folder;
    private final Sql sql;

    Checkpoints(@ConfigProperty(name = "hone.models") Optional<String> folder, Sql sql) {
        this.folder = folder.map(Path::of);
        this.sql = sql;
    }

    /** Of which models an archive holds the weights. */
    enum Chosen {
        /** All that the project has, and the base models behind them: nothing is missing elsewhere. */
        ALL,
        /** That which answers now. */
        CURRENT,
        /** None: the rows only, for another Hone that has the files or needs none. */
        NONE;

        /** @throws Invalid when it is none of these */
        static Chosen of(Optional<String> word) {
            return word.isEmpty()
                    ? ALL
                    : Arrays.stream(values())
                            .filter(one -> one.wireName().equals(word.get()))
                            .findFirst()
                            .orElseThrow(() -> Invalid.field(
                                    "models",
                                    "There is no choice of models “" + word.get() + "”: say all, current or none."));
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Optional<Path> folder() {
        return folder;
    }

    /** The folders of a project's checkpoints that lie here. An adapter without its base would be worth nothing, so that goes along. */
    List<Path> of(UUID project, Chosen chosen) {
        return addresses(project, chosen).stream()
                .flatMap(sha256 -> Stream.iterate(
                        present(sha256), Optional::isPresent, checkpoint -> checkpoint.flatMap(this::baseOf)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private Optional<Path> present(String sha256) {
        return folder.map(all -> all.resolve(sha256))
                .filter(checkpoint -> Files.exists(checkpoint.resolve(CheckpointManifest.FILE)));
    }

    /** The checkpoint that an adapter was trained on; empty for a whole model. */
    private Optional<Path> baseOf(Path checkpoint) {
        try {
            CheckpointManifest manifest = manifest(checkpoint);
            boolean adapter =
                    manifest.files().stream().anyMatch(file -> file.name().equals(ADAPTER));
            return manifest.parent().filter(base -> adapter).flatMap(this::present);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckpointManifest manifest(Path checkpoint) throws IOException {
        return Wire.read(Files.readAllBytes(checkpoint.resolve(CheckpointManifest.FILE)), CheckpointManifest.class);
    }

    private List<String> addresses(UUID project, Chosen chosen) {
        return switch (chosen) {
            case NONE -> List.of();
            case CURRENT -> sql.list("""
                        select m.sha256 from current_model c join model_version m on m.id = c.model_version_id
                        where c.project_id = ? order by c.sequence desc limit 1""", c -> c.text("sha256"), project);
            case ALL -> sql.list("""
                        select m.sha256 from model_version m where m.project_id = ? or m.project_id is null and (
                          exists (select 1 from model_version d where d.project_id = ? and d.parent_id = m.id)
                          or exists (select 1 from current_model c where c.project_id = ? and c.model_version_id = m.id))
                        order by m.sha256""", c -> c.text("sha256"), project, project, project);
        };
    }

    /** What belongs to a checkpoint, in order of the names: whatever else lies in its folder is nobody's. */
    static List<Path> files(Path checkpoint) throws IOException {
        Path manifest = checkpoint.resolve(CheckpointManifest.FILE);
        return Stream.concat(
                        Stream.of(manifest),
                        manifest(checkpoint).files().stream().map(file -> checkpoint.resolve(file.name())))
                .sorted()
                .toList();
    }
}
