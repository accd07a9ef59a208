package hone.devstack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The unpacked servers, apart from anybody's data: shared by all runs of a checkout and kept over {@code mvn clean},
 * because Keycloak's first preparation costs half a minute.
 */
public record Distributions(Path folder) {

    public Distributions {
        folder = folder.toAbsolutePath().normalize();
    }

    /** {@code .devstack/distributions} in the checkout: the folder the build names, else the nearest one with a .mvn. */
    public static Distributions ofCheckout() {
        String named = System.getProperty("hone.root", "");
        Path root = named.isEmpty() ? nearestRoot() : Path.of(named);
        return new Distributions(root.resolve(".devstack").resolve("distributions"));
    }

    private static Path nearestRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        return here;
    }

    /** Something done once for the folder, however many processes want it at the same time. */
    public interface Preparation {
        void run() throws IOException, InterruptedException;
    }

    /** Runs the preparation unless it has succeeded before under this name. */
    public void once(String name, Preparation preparation) throws IOException, InterruptedException {
        Path done = folder.resolve(name + ".done");
        if (Files.exists(done)) {
            return;
        }
        Files.createDirectories(folder);
        // A file lock keeps other processes out but not other threads of this one, hence the monitor.
        synchronized (Distributions.class) {
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(done)) {
                    preparation.run();
                    Files.createFile(done);
                }
            }
        }
    }

    /** Unpacks a .tar.gz whose entries lie in one top folder of the given name, and returns that folder. */
    public Path unpacked(Path archive, String topFolder) throws IOException, InterruptedException {
        once(topFolder, () -> extract(archive));
        return folder.resolve(topFolder);
    }

    private void extract(Path archive) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path to = folder.resolve(entry.getName()).normalize();
                if (!to.startsWith(folder)) {
                    throw new IOException(
                            "%s holds an entry that leads outside: %s".formatted(archive, entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(tar, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** A line that the build wrote for us: a class path or the place of an archive in the local Maven repository. */
    static String builtIn(String name) {
        try (InputStream in = Distributions.class.getResourceAsStream("/META-INF/devstack/" + name)) {
            if (in == null) {
                throw new IllegalStateException("devstack was built without META-INF/devstack/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
