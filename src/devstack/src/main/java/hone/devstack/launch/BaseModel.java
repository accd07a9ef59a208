package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the shipped base model where checkpoints are kept: in a folder named by the sha256 of its manifest. */
final class BaseModel {

    private BaseModel() {}

    /** Copies the model unless it is there; returns its folder, or nothing if this checkout ships none. */
    static Optional<Path> placed(Path shipped, Path models) throws IOException {
        Path manifest = shipped.resolve("manifest.json");
        Files.createDirectories(models);
        if (!Files.exists(manifest)) {
            return Optional.empty();
        }
        Path place = models.resolve(sha256(Files.readAllBytes(manifest)));
        if (!Files.exists(place)) {
            Path unfinished = Files.createTempDirectory(models, ".copying-");
            copy(shipped, unfinished);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        }
        return Optional.of(place);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
