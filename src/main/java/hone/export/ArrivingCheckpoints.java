package hone.export;

import hone.contract.CheckpointManifest;
import hone.contract.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checkpoints on their way from an archive into the folder of checkpoints: beside it until the rows are there, then each under its
 * address in one step. One that is no whole checkpoint of its address is refused.
 */
final class ArrivingCheckpoints implements AutoCloseable {
    private final Optional<Path> models;
    private final Optional<Path> unfinished;
    private final Set<String> taken = new LinkedHashSet<>();
    private boolean left;

    private ArrivingCheckpoints(Optional<Path> models, Optional<Path> unfinished) {
        this.models = models;
        this.unfinished = unfinished;
    }

    /** Opens them, one for each archive. */
    @ApplicationScoped
    static class Repo {
        private final Checkpoints checkpoints;

        Repo(Checkpoints checkpoints) {
            this.checkpoints = checkpoints;
        }

        ArrivingCheckpoints open() throws IOException {
            Optional<Path> models = checkpoints.folder();
            return new ArrivingCheckpoints(
                    models,
                    models.isPresent()
                            ? Optional.of(Files.createTempDirectory(models.get(), ".arriving-"))
                            : Optional.empty());
        }
    }

    /** @param name address and file, as {@code 3f…/config.json} */
    void take(String name, InputStream content) throws IOException {
        if (!name.matches("[0-9a-f]{64}/[A-Za-z0-9._-]{1,100}") || name.contains("/.")) {
            throw new ArchiveRefused("This archive holds a file of a checkpoint with the name “" + name + "”.");
        }
        if (unfinished.isEmpty()) {
            left = true;
            return;
        }
        String address = name.substring(0, name.indexOf('/'));
        Path folder = Files.createDirectories(unfinished.get().resolve(address));
        Files.copy(content, folder.resolve(name.substring(address.length() + 1)));
        taken.add(address);
    }

    List<String> remarks() {
        return left
                ? List.of("Checkpoints were left out: this Hone does not know where they lie (HONE_MODELS).")
                : List.of();
    }

    /** Each goes to its address. */
    void stay() throws IOException {
        for (String address : taken) {
            Path from = unfinished.orElseThrow().resolve(address);
            Path to = models.orElseThrow().resolve(address);
            if (Files.notExists(to)) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** @throws ArchiveRefused when one is not what its address says */
    void check() throws IOException {
        for (String address : taken) {
            Path folder = unfinished.orElseThrow().resolve(address);
            Path manifest = folder.resolve(CheckpointManifest.FILE);
            if (Files.notExists(manifest)
                    || !Wire.sha256(Files.readAllBytes(manifest)).equals(address)) {
                throw damaged(address);
            }
            CheckpointManifest said = Wire.read(Files.readAllBytes(manifest), CheckpointManifest.class);
            for (CheckpointManifest.FileHash file : said.files()) {
                Path path = folder.resolve(file.name());
                if (Files.notExists(path)
                        || Files.size(path) != file.bytes()
                        || !Wire.sha256(Files.readAllBytes(path)).equals(file.sha256())) {
                    throw damaged(address);
                }
            }
        }
    }

    private static ArchiveRefused damaged(String address) {
        return new ArchiveRefused(
                "The checkpoint " + address + " in this archive is damaged, so nothing of it was taken.");
    }

    @Override
    public void close() throws IOException {
        if (unfinished.isEmpty()) {
            return;
        }
        List<Path> rest = new ArrayList<>();
        try (Stream<Path> all = Files.walk(unfinished.get())) {
            all.forEach(rest::addFirst);
        }
        for (Path path : rest) {
            Files.delete(path);
        }
    }
}
