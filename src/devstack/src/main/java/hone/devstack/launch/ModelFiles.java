package hone.devstack.launch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A model's directory on its way to the app and back: a tar that is written while it is sent. */
final class ModelFiles {
    private static final int PIPE_BYTES = 1 << 20;
    private static final int SHOWN_EVERY_MILLIS = 500;

    private ModelFiles() {}

    /** The files beside config.json; what lies in folders below belongs to no model. Links are followed: it is the caller's folder. */
    static List<Path> of(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new Refusal("The folder %s holds no file.".formatted(directory));
            }
            return files;
        }
    }

    /**
     * A stream of the tar; another thread writes it as far as it is read.
     *
     * @param progress told how much has been read, where somebody looks
     */
    static InputStream tar(List<Path> files, PrintStream progress, boolean terminal) {
        try {
            PipedInputStream in = new PipedInputStream(PIPE_BYTES);
            PipedOutputStream out = new PipedOutputStream(in);
            Thread.ofVirtual().name("model-tar").start(() -> write(files, out, new Shown(files, progress, terminal)));
            return in;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(List<Path> files, OutputStream out, Shown shown) {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(out, PIPE_BYTES))) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            byte[] piece = new byte[1 << 16];
            for (Path file : files) {
                TarArchiveEntry entry = new TarArchiveEntry(HoneApi.name(file));
                entry.setSize(Files.size(file));
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                try (InputStream content = Files.newInputStream(file)) {
                    for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                        tar.write(piece, 0, read);
                        shown.sent(read);
                    }
                }
                tar.closeArchiveEntry();
            }
            tar.finish();
            shown.end();
        } catch (IOException e) {
            // The tar breaks off without its end, which the app notices; or the app has answered and reads no more.
        }
    }

    /** How much of them has been sent. */
    private static final class Shown {
        private final PrintStream progress;
        private final boolean terminal;
        private final long all;
        private long sent;
        private long shownAt;

        Shown(List<Path> files, PrintStream progress, boolean terminal) {
            this.progress = progress;
            this.terminal = terminal;
            this.all = files.stream().mapToLong(file -> file.toFile().length()).sum();
        }

        void sent(int bytes) {
            sent += bytes;
            if (terminal && System.currentTimeMillis() - shownAt > SHOWN_EVERY_MILLIS) {
                shownAt = System.currentTimeMillis();
                progress.printf("\r%d of %d MB sent", sent >> 20, all >> 20);
                progress.flush();
            }
        }

        void end() {
            progress.printf("%s%d MB sent; every weight is being read%n", terminal ? "\r" : "", sent >> 20);
            progress.flush();
        }
    }

    /** Writes the files of a tar into a folder, which is there under its name only when it is whole. */
    static void unpack(InputStream tar, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (TarArchiveInputStream in = new TarArchiveInputStream(new BufferedInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                String name = entry.getName().replaceFirst(".*/", "");
                if (!entry.isFile() || !name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")) {
                    throw new Refusal("The app sent “%s”, which is no file of a model.".formatted(entry.getName()));
                }
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    /** A file, or a folder with the files in it. */
    static void remove(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> all = Files.list(path)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
