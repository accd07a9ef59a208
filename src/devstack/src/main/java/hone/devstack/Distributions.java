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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The unpacked servers, separate from any data: shared by all runs of a checkout and kept across {@code mvn clean}, because
 * Keycloak's first preparation takes half a minute.
 */
public record Distributions(Path folder) {

    private static final int OWNER_MAY_EXECUTE = 0100;

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

    /** Something to be done once for the folder, however many processes want it at the same time. */
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

    /** Unpacks a .tar.gz whose entries are in one top folder of the given name, and returns that folder. */
    public Path unpacked(Path archive, String topFolder) throws IOException, InterruptedException {
        once(topFolder, () -> {
            try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
                extract(new GzipCompressorInputStream(file), folder);
            }
        });
        return folder.resolve(topFolder);
    }

    /** Unpacks a .tar.xz from a jar into a folder of the given name, and returns that folder. */
    public Path unpackedXz(String name, Path jar, String entry) throws IOException, InterruptedException {
        Path place = folder.resolve(name);
        once(name, () -> {
            try (JarFile file = new JarFile(jar.toFile());
                    InputStream archive = file.getInputStream(file.getEntry(entry))) {
                extract(new XZCompressorInputStream(new BufferedInputStream(archive, 1 << 16)), place);
            }
        });
        return place;
    }

    private static void extract(InputStream unpacked, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path to = inside(into, into.resolve(entry.getName()), entry);
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                    continue;
                }
                Files.createDirectories(to.getParent());
                if (entry.isSymbolicLink()) {
                    Path target = Path.of(entry.getLinkName());
                    inside(into, to.resolveSibling(target), entry);
                    Files.deleteIfExists(to);
                    Files.createSymbolicLink(to, target);
                    continue;
                }
                Files.copy(tar, to, StandardCopyOption.REPLACE_EXISTING);
                if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
                    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private static Path inside(Path into, Path place, TarArchiveEntry entry) throws IOException {
        Path to = place.normalize();
        if (!to.startsWith(into)) {
            throw new IOException("The archive holds an entry that leads outside: " + entry.getName());
        }
        return to;
    }

    /** A line that the build wrote for us: a class path, or the path of an archive in the local Maven repository. */
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
