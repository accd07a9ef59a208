package hone.arrivals;

import hone.contract.CheckpointManifest;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.web.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model's files on their way in: beside the folder of checkpoints, in a folder of their own, until they are whole and were read.
 * The model's address is the hash of a manifest that says nothing but its files, so the same files are the same model.
 */
final class IncomingModel {
    static final String PREFIX = ".brought-";

    private static final String IMPORT = "import";
    private static final int PIECE_BYTES = 1 << 18;
    private static final int MANIFEST_BYTES_MAX = 1 << 20;
    private static final int NAMED_MAX = 30;

    private final Path folder;
    private final Path directory;
    private final long bytesMax;
    private final int filesMax;
    private final Progress progress;
    private final Map<String, CheckpointManifest.FileHash> files = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private byte @Nullable [] broughtManifest;
    private @Nullable List<String> parent;
    private int seen;
    private long bytes;

    /** Is told how many bytes have arrived; ends it by throwing. */
    @FunctionalInterface
    interface Progress {
        void told(long bytes);
    }

    /** @param name of the model's own folder, which refusals mention */
    IncomingModel(Path models, UUID id, String name, ArrivalConfig limits, Progress progress) throws IOException {
        this.folder = models.resolve(PREFIX + id);
        this.directory = folder.resolve(name);
        this.bytesMax = limits.bytesMax().asLongValue();
        this.filesMax = limits.filesMax();
        this.progress = progress;
        Files.createDirectories(directory);
    }

    /** As the server of models finds it in the folder of checkpoints. */
    String name() {
        return folder.getFileName() + "/" + directory.getFileName();
    }

    /** Of this model, what was not taken; a count at the end where there are many. */
    List<String> leftOut() {
        return leftOut;
    }

    void take(List<String> path, long size, InputStream content) throws IOException {
        if (++seen > filesMax) {
            throw new ModelRefused("There are more than " + filesMax
                    + " files in it, far more than a model has (HONE_ARRIVALS_FILES_MAX). Nothing of it was taken.");
        }
        bytes += size;
        refuseAbove(bytes);
        String name = path.isEmpty() ? "" : path.getLast();
        boolean manifest = name.equals(CheckpointManifest.FILE);
        if (path.isEmpty() || !(manifest || TakenNames.has(name)) || !isOfTheModel(path.subList(0, path.size() - 1))) {
            leave(String.join("/", path), content);
            return;
        }
        if (manifest) {
            byte[] brought = content.readNBytes(MANIFEST_BYTES_MAX);
            broughtManifest = brought;
            drain(content);
            return;
        }
        if (files.containsKey(name)) {
            throw new ModelRefused("It holds " + name + " twice, and only one of the two can be meant.");
        }
        files.put(name, written(name, content));
    }

    /** A model lies in one folder: the first that holds a file of one, or the one nearest to the top. */
    private boolean isOfTheModel(List<String> folders) throws IOException {
        List<String> chosen = parent;
        if (chosen == null || folders.size() < chosen.size()) {
            if (folders.size() > 1) {
                return false;
            }
            if (chosen != null) {
                for (String former : List.copyOf(files.keySet())) {
                    Files.delete(directory.resolve(former));
                    note(String.join("/", chosen) + "/" + former);
                }
                files.clear();
                broughtManifest = null;
            }
            parent = List.copyOf(folders);
            return true;
        }
        return chosen.equals(folders);
    }

    private CheckpointManifest.FileHash written(String name, InputStream content) throws IOException {
        MessageDigest digest = Wire.sha256();
        long size = 0;
        try (FileChannel file = FileChannel.open(
                        directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new DigestOutputStream(Channels.newOutputStream(file), digest)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                out.write(piece, 0, read);
                size += read;
                progress.told(bytes);
            }
            file.force(true);
        }
        return new CheckpointManifest.FileHash(name, size, HexFormat.of().formatHex(digest.digest()));
    }

    private void leave(String name, InputStream content) throws IOException {
        note(name);
        drain(content);
    }

    private void note(String name) {
        if (leftOut.size() < NAMED_MAX) {
            leftOut.add(name.length() > 200 ? name.substring(0, 200) + "…" : name);
        }
    }

    private void drain(InputStream content) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        while (content.read(piece) >= 0) {
            progress.told(bytes);
        }
    }

    private void refuseAbove(long all) {
        if (all > bytesMax || all < 0) {
            throw new ModelRefused("Its files are larger than " + (bytesMax >> 20)
                    + " MB together (HONE_ARRIVALS_BYTES_MAX). Nothing of it was taken.");
        }
    }

    /** @throws ModelRefused when there is nothing to read */
    void refuseUnlessModel() {
        if (files.keySet().stream().anyMatch(TakenNames::isWeights)) {
            return;
        }
        Optional<String> pickle = leftOut.stream().filter(TakenNames::isPickle).findFirst();
        throw new ModelRefused(
                pickle.isPresent()
                        ? "Its weights are in " + pickle.get()
                                + ", a pickle or another format that could run code. Convert it to safetensors, then bring it again."
                        : files.isEmpty()
                                ? "There is no model in it: a folder with config.json, tokenizer.json and model.safetensors is what is read."
                                : "There are no weights in it: it has no file that ends in .safetensors.");
    }

    /**
     * Writes the manifest, after which nothing changes.
     *
     * @param known whether a model here has this address: the manifest that came along counts then, if it is that of these files
     * @return the model's address
     */
    String sealed(Predicate<String> known) throws IOException {
        Optional<byte[]> same = Optional.ofNullable(broughtManifest)
                .filter(manifest -> known.test(Wire.sha256(manifest)) && describesTheseFiles(manifest));
        byte[] manifest = same.orElseGet(() -> Wire.bytes(new CheckpointManifest(
                CheckpointManifest.FORMAT,
                IMPORT,
                IMPORT,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                IMPORT,
                1,
                List.copyOf(files.values()))));
        try (FileChannel file = FileChannel.open(
                directory.resolve(CheckpointManifest.FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(manifest));
            file.force(true);
        }
        return Wire.sha256(manifest);
    }

    private boolean describesTheseFiles(byte[] manifest) {
        try {
            return Wire.read(manifest, CheckpointManifest.class).files().stream()
                    .allMatch(file -> file.equals(files.get(file.name())));
        } catch (UnreadableMessage e) {
            return false;
        }
    }

    /** To its address, in one step; whoever was first with the same files has done it. */
    static void publish(Path models, UUID id, String sha256) throws IOException {
        Path to = models.resolve(sha256);
        if (Files.notExists(to)) {
            try (var inside = Files.list(models.resolve(PREFIX + id))) {
                Path from = inside.findFirst().orElseThrow();
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (Files.notExists(to)) {
                    throw e;
                }
            }
            try (FileChannel folder = FileChannel.open(models, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    /** Removes what has not gone to its address. */
    static void remove(Path models, UUID id) throws IOException {
        Path folder = models.resolve(PREFIX + id);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Folders.remove(folder);
    }
}
