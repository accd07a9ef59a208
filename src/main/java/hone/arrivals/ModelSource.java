package hone.arrivals;

import hone.archive.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Where a model's files come from. */
sealed interface ModelSource {
    /** Takes a file, or leaves it out. */
    @FunctionalInterface
    interface Taker {
        /** @param path folders and name, from where the source begins */
        void take(List<String> path, long bytes, InputStream content) throws IOException;
    }

    void each(Taker taker) throws IOException;

    /** A tar, packed with gzip or not. It may hold the folder, or the files without it. */
    record Tar(InputStream bytes) implements ModelSource {
        private static final int GZIP = 0x1f8b;

        @Override
        public void each(Taker taker) throws IOException {
            TarReader tar = new TarReader(unpacked());
            for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
                taker.take(entry.get().path(), entry.get().bytes(), tar.content());
            }
        }

        private InputStream unpacked() throws IOException {
            BufferedInputStream buffered = new BufferedInputStream(bytes, 1 << 16);
            buffered.mark(2);
            int magic = buffered.read() << 8 | buffered.read();
            buffered.reset();
            return magic == GZIP ? new BufferedInputStream(new GZIPInputStream(buffered, 1 << 16), 1 << 16) : buffered;
        }
    }

    /** A tar that a form has sent, which is removed once it was read. */
    record Uploaded(Path file) implements ModelSource {
        @Override
        public void each(Taker taker) throws IOException {
            try (InputStream content = Files.newInputStream(file)) {
                new Tar(content).each(taker);
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * A folder on this machine. A link is followed only to a file that lies below the operator's folder too, as in the cache of
     * Hugging Face's hub.
     *
     * @param allowed the real path of the operator's folder
     */
    record Folder(Path folder, Path allowed) implements ModelSource {
        /** Of the files that make a model. */
        long bytes() throws IOException {
            long sum = 0;
            try (Stream<Path> listed = Files.list(folder)) {
                for (Path file : listed.toList()) {
                    boolean taken = TakenNames.has(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
                    sum += taken ? Files.size(file) : 0;
                }
            }
            return sum;
        }

        @Override
        public void each(Taker taker) throws IOException {
            List<Path> all = new ArrayList<>();
            try (Stream<Path> listed = Files.list(folder)) {
                listed.sorted().forEach(all::add);
            }
            for (Path file : all) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue; // what a model needs lies beside its config.json
                }
                Path real = file.toRealPath();
                if (!real.startsWith(allowed) || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                    throw new ModelRefused(
                            "The folder holds " + file.getFileName()
                                    + ", which is a link out of the folder that models may come from, or no plain file. Put the file itself there.");
                }
                try (InputStream content = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
                    taker.take(List.of(String.valueOf(file.getFileName())), Files.size(real), content);
                }
            }
        }
    }
}
