package hone.export;

import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.web.HungUp;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jboss.logging.Logger;

/**
 * An archive as it is read: what it says of itself first, then rows and checkpoints, one after the other, and at its end what all of
 * it comes to, which must be what was read.
 */
final class ArchiveContent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ArchiveContent.class);
    /** Far more than the names of all tables and columns take. */
    private static final int DESCRIPTION_BYTES_MAX = 4 << 20;

    private final ZipInputStream zip;

    ArchiveContent(InputStream archive) {
        this.zip = new ZipInputStream(archive);
    }

    /** What becomes of a table's rows. */
    @FunctionalInterface
    interface Rows {
        /** @return how many there were */
        long take(String table, InputStream rows) throws IOException;
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** @throws ArchiveRefused when it is no archive */
    ArchiveHeader header() {
        return whole(() -> {
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals(ArchiveHeader.ENTRY)) {
                throw new ArchiveRefused(
                        "This is no archive of a project: those are written by ./hone export --project KEY --all.");
            }
            ArchiveHeader header = json(ArchiveHeader.class);
            if (!header.archive().equals(ArchiveHeader.ARCHIVE)) {
                throw new ArchiveRefused("This is no archive of a project, but says it is “" + header.archive() + "”.");
            }
            return header;
        });
    }

    /** @throws ArchiveRefused when it holds anything else than it says */
    void rest(ArchiveHeader header, Rows rows, ArrivingCheckpoints checkpoints) {
        whole(() -> {
            Map<String, ArchiveHeader.Part> parts = new TreeMap<>();
            Optional<ArchiveHeader.Contents> contents = Optional.empty();
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith(ArchiveHeader.ROWS) && name.endsWith(ArchiveHeader.ROWS_END)) {
                    String table = name.substring(
                            ArchiveHeader.ROWS.length(), name.length() - ArchiveHeader.ROWS_END.length());
                    if (!header.tables().containsKey(table) || parts.containsKey(table)) {
                        throw new ArchiveRefused("This archive holds " + name + ", of which its header says nothing.");
                    }
                    parts.put(table, part(table, rows));
                } else if (name.startsWith(ArchiveHeader.CHECKPOINTS)) {
                    checkpoints.take(name.substring(ArchiveHeader.CHECKPOINTS.length()), zip);
                } else if (name.equals(ArchiveHeader.Contents.ENTRY)) {
                    contents = Optional.of(json(ArchiveHeader.Contents.class));
                }
            }
            compare(parts, checkpoints, contents.orElseThrow(ArchiveContent::brokenOff));
            return parts;
        });
    }

    private ArchiveHeader.Part part(String table, Rows rows) throws IOException {
        MessageDigest digest = Wire.sha256();
        long count = rows.take(table, new DigestInputStream(zip, digest));
        return new ArchiveHeader.Part(count, HexFormat.of().formatHex(digest.digest()));
    }

    private static void compare(
            Map<String, ArchiveHeader.Part> parts, ArrivingCheckpoints checkpoints, ArchiveHeader.Contents said) {
        if (!new TreeMap<>(said.tables()).equals(parts)) {
            throw new ArchiveRefused(
                    "This archive holds other rows than it says at its end, so it is damaged or was changed. Nothing of it was taken.");
        }
        if (!checkpoints.seen().equals(java.util.Set.copyOf(said.checkpoints()))) {
            throw new ArchiveRefused(
                    "This archive holds other checkpoints than it says at its end, so it is damaged or was changed. Nothing of it was taken.");
        }
    }

    private <T> T json(Class<T> shape) throws IOException {
        byte[] content = zip.readNBytes(DESCRIPTION_BYTES_MAX + 1);
        if (content.length > DESCRIPTION_BYTES_MAX) {
            throw new ArchiveRefused("This archive does not say what it holds: what should say it is too long.");
        }
        try {
            return Wire.read(content, shape);
        } catch (UnreadableMessage e) {
            throw new ArchiveRefused("This archive does not say what it holds: " + e.getMessage());
        }
    }

    private static <T> T whole(Step<T> step) {
        try {
            return step.run();
        } catch (ZipException e) {
            throw new ArchiveRefused("This archive is damaged (" + e.getMessage()
                    + "), so nothing of it was taken. Export the project again.");
        } catch (EOFException e) {
            throw brokenOff();
        } catch (IOException e) {
            if (HungUp.is(e)) {
                LOG.infof("the sender of an archive hung up: %s", e.getMessage());
            } else {
                LOG.warnf(e, "an archive could not be read to its end");
            }
            throw brokenOff();
        }
    }

    private static ArchiveRefused brokenOff() {
        return new ArchiveRefused(
                "This archive breaks off before its end, so nothing of it was taken. Export the project again.");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
