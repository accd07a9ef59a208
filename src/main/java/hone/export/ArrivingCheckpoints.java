package hone.export;

import hone.contract.CheckpointManifest;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.web.TempFiles;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checkpoints on their way from an archive into the folder of checkpoints: beside it until all of the archive was read, then each
 * under its address in one step. One that is no whole checkpoint of its address is refused, and files that its manifest does not
 * name stay behind.
 */
final class ArrivingCheckpoints implements AutoCloseable {
    private static final String PREFIX = ".arriving-";
    private static final int MANIFEST_BYTES_MAX = 1 << 20;
    private static final int PIECE_BYTES = 1 << 16;

    private final Optional<Path> models;
    private final Optional<Unfinished> unfinished;
    private final long bytesMax;
    /** Address → file → what was read of it. */
    private final Map<String, Map<String, Arrived>> taken = new LinkedHashMap<>();

    private long bytes;

    private ArrivingCheckpoints(Optional<Path> models, Optional<Unfinished> unfinished, long bytesMax) {
        this.models = models;
        this.unfinished = unfinished;
        this.bytesMax = bytesMax;
    }

    /** A folder of our own; if we are killed, the next start removes it, or the next archive. */
    private record Unfinished(TempFiles files, Path folder) {
        static Unfinished in(Path models) throws IOException {
            TempFiles files = new TempFiles(Files.createDirectories(models), PREFIX);
            files.removeAbandoned();
            return new Unfinished(files, files.folder());
        }

        static void sweep(Path models) {
            TempFiles files = new TempFiles(models, PREFIX);
            files.removeAbandoned();
            files.removeOwn();
        }

        Path resolve(String address) {
            return folder.resolve(address);
        }
    }

    private record Arrived(long bytes, String sha256) {}

    /** Opens them, one for each archive. */
    @ApplicationScoped
    static class Repo {
        private final Checkpoints checkpoints;
        private final ExportConfig config;

        Repo(Checkpoints checkpoints, ExportConfig config) {
            this.checkpoints = checkpoints;
            this.config = config;
        }

        void sweep(@Observes StartupEvent start) {
            checkpoints.folder().filter(Files::isDirectory).ifPresent(Unfinished::sweep);
        }

        ArrivingCheckpoints open() throws IOException {
            Optional<Path> models = checkpoints.folder();
            Optional<Unfinished> unfinished =
                    models.isPresent() ? Optional.of(Unfinished.in(models.get())) : Optional.empty();
            return new ArrivingCheckpoints(
                    models, unfinished, config.arrivingCheckpointsMax().asLongValue());
        }
    }

    /** @param name address and file, as {@code 3f…/config.json} */
    void take(String name, InputStream content) throws IOException {
        if (!name.matches("[0-9a-f]{64}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
            throw new ArchiveRefused("This archive holds a file of a checkpoint with the name “" + name + "”.");
        }
        String address = name.substring(0, name.indexOf('/'));
        String file = name.substring(address.length() + 1);
        Map<String, Arrived> files = taken.computeIfAbsent(address, added -> new HashMap<>());
        if (files.containsKey(file)) {
            throw damaged(address);
        }
        if (unfinished.isEmpty()) {
            files.put(file, copied(content, OutputStream.nullOutputStream()));
            return;
        }
        Path folder = Files.createDirectories(unfinished.get().resolve(address));
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            files.put(file, copied(content, out));
        }
    }

    /** What unpacks to more than is allowed ends here, before the disk is full. */
    private Arrived copied(InputStream content, OutputStream out) throws IOException {
        MessageDigest digest = Wire.sha256();
        DigestOutputStream hashed = new DigestOutputStream(out, digest);
        long before = bytes;
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            bytes += read;
            if (bytes > bytesMax) {
                throw new ArchiveRefused(
                        "The checkpoints in this archive are larger than %d MB, so nothing of it was taken. Export it with --models current or --models none, or raise HONE_EXPORTS_ARRIVING_CHECKPOINTS_MAX."
                                .formatted(bytesMax >> 20));
            }
            hashed.write(piece, 0, read);
        }
        return new Arrived(bytes - before, HexFormat.of().formatHex(digest.digest()));
    }

    /** The addresses of all that the archive holds. */
    Set<String> seen() {
        return Set.copyOf(taken.keySet());
    }

    List<String> remarks() {
        return models.isEmpty() && !taken.isEmpty()
                ? List.of("Checkpoints were left out: this Hone does not know where they lie (HONE_MODELS).")
                : List.of();
    }

    /**
     * Looks at all of them before any stays.
     *
     * @param known the addresses that models of the project have
     * @throws ArchiveRefused when one is of no model, or is not what its address says
     */
    void check(Set<String> known) throws IOException {
        if (unfinished.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Map<String, Arrived>> checkpoint : taken.entrySet()) {
            if (!known.contains(checkpoint.getKey())) {
                throw new ArchiveRefused("This archive holds a checkpoint, " + checkpoint.getKey()
                        + ", that none of its models has, so nothing of it was taken.");
            }
            check(checkpoint.getKey(), unfinished.get().resolve(checkpoint.getKey()), checkpoint.getValue());
        }
    }

    private static void check(String address, Path folder, Map<String, Arrived> files) throws IOException {
        Arrived manifest = files.get(CheckpointManifest.FILE);
        if (manifest == null || !manifest.sha256().equals(address) || manifest.bytes() > MANIFEST_BYTES_MAX) {
            throw damaged(address);
        }
        Map<String, Arrived> said = said(address, folder.resolve(CheckpointManifest.FILE));
        said.forEach((file, expected) -> {
            if (!expected.equals(files.get(file))) {
                throw damaged(address);
            }
        });
        for (String file : files.keySet()) {
            if (!said.containsKey(file) && !file.equals(CheckpointManifest.FILE)) {
                Files.delete(folder.resolve(file));
            }
        }
    }

    private static Map<String, Arrived> said(String address, Path manifest) throws IOException {
        try {
            return Wire.read(Files.readAllBytes(manifest), CheckpointManifest.class).files().stream()
                    .collect(Collectors.toMap(
                            CheckpointManifest.FileHash::name, file -> new Arrived(file.bytes(), file.sha256())));
        } catch (UnreadableMessage e) {
            throw new ArchiveRefused("The checkpoint " + address + " in this archive can't be read (" + e.getMessage()
                    + "), so nothing of it was taken.");
        }
    }

    /**
     * Each goes to its address.
     *
     * @return how many were not there yet
     */
    int stay() throws IOException {
        if (unfinished.isEmpty()) {
            return 0;
        }
        int added = 0;
        for (String address : taken.keySet()) {
            Path to = models.orElseThrow().resolve(address);
            if (Files.notExists(to) && moved(unfinished.get().resolve(address), to)) {
                added++;
            }
        }
        return added;
    }

    /** Equal addresses are equal files: whoever was first has done it. */
    private static boolean moved(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            if (Files.exists(to)) {
                return false;
            }
            throw e;
        }
    }

    private static ArchiveRefused damaged(String address) {
        return new ArchiveRefused(
                "The checkpoint " + address + " in this archive is damaged, so nothing of it was taken.");
    }

    @Override
    public void close() {
        unfinished.ifPresent(one -> one.files().removeOwn());
    }
}
