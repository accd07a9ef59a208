package hone.web;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files of this process, all in one folder. A process that is killed can't remove them, and an uploaded file may have
 * gigabytes, so the next one that starts does: the folder contains a file whose lock ends with its process.
 */
public final class TempFiles {
    private static final String PREFIX = "hone-files-";
    private static final String LOCK = "in-use";
    private static final Duration OLD = Duration.ofDays(1);
    private static final TempFiles HERE = new TempFiles(Path.of(System.getProperty("java.io.tmpdir")));

    /** A lock that this process holds is released when it closes any descriptor of the file, so these are not even looked at. */
    private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path base;
    private final String prefix;
    private @Nullable Own own;

    TempFiles(Path base) {
        this(base, PREFIX);
    }

    /**
     * Those of one task, elsewhere.
     *
     * @param prefix of the folder's name
     */
    public TempFiles(Path base, String prefix) {
        this.base = base;
        this.prefix = prefix;
    }

    private static Path address(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    private record Own(Path folder, FileChannel lock) {}

    /** An empty file, which only this process's user can read. */
    public static Path create(String suffix) throws IOException {
        return HERE.file(suffix);
    }

    static TempFiles here() {
        return HERE;
    }

    Path file(String suffix) throws IOException {
        return Files.createTempFile(folder(), "", suffix);
    }

    /** The folder itself, for whoever makes files of given names in it. */
    public synchronized Path folder() throws IOException {
        if (own == null) {
            // It gets its name once it is locked, so that nobody takes it for an abandoned one before.
            Path unlocked = Files.createTempDirectory(base, "." + prefix);
            FileChannel lock =
                    FileChannel.open(unlocked.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            String unique = unlocked.getFileName().toString().substring(prefix.length() + 1);
            Path named = base.resolve(prefix + unique);
            OF_THIS_PROCESS.add(address(named));
            own = new Own(Files.move(unlocked, named, StandardCopyOption.ATOMIC_MOVE), lock);
        }
        return own.folder();
    }

    /** Removes the folders of this user's processes that have ended. */
    public void removeAbandoned() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, prefix + "*")) {
            for (Path folder : folders) {
                removeIfAbandoned(folder);
            }
        } catch (IOException e) {
            Log.warnf("Temporary files of earlier processes could not be looked for in %s: %s", base, e);
        }
    }

    private void removeIfAbandoned(Path folder) {
        try {
            if (OF_THIS_PROCESS.contains(address(folder))) {
                return;
            }
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder()))) {
                return;
            }
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    Folders.remove(folder);
                }
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it.
        } catch (NoSuchFileException e) {
            removeIfOld(folder);
        } catch (IOException e) {
            Log.warnf("Temporary files of an earlier process could not be removed from %s: %s", folder, e);
        }
    }

    /** Versions before had folders without a lock. */
    private static void removeIfOld(Path folder) {
        try {
            if (Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isBefore(Instant.now().minus(OLD))) {
                Folders.remove(folder);
            }
        } catch (IOException e) {
            Log.debugf("A folder of temporary files is gone already: %s", e);
        }
    }

    /** Removes everything of this process; a later file gets a new folder. */
    public synchronized void removeOwn() {
        if (own == null) {
            return;
        }
        try {
            Folders.remove(own.folder());
            own.lock().close();
            OF_THIS_PROCESS.remove(address(own.folder()));
        } catch (IOException e) {
            Log.warnf("Temporary files could not be removed from %s: %s", own.folder(), e);
        }
        own = null;
    }
}
