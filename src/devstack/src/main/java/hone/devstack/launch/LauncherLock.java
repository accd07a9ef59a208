package hone.devstack.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Allows one launcher per data folder. The system releases the lock however its holder ended, kill -9 included. */
record LauncherLock(FileChannel channel, FileLock lock) implements AutoCloseable {

    static LauncherLock take(Path data) throws IOException {
        OwnersOnly.create(data);
        FileChannel channel =
                FileChannel.open(data.resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Refusal("Hone is already running on %s: use it, or end it with ./hone down, then start again."
                    .formatted(data));
        }
        Files.writeString(
                data.resolve("launcher.pid"),
                Long.toString(ProcessHandle.current().pid()));
        return new LauncherLock(channel, lock);
    }

    /** The launcher that runs on the folder now. */
    static Optional<ProcessHandle> holder(Path data) throws IOException {
        Path file = data.resolve("launcher.lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                return Optional.empty();
            }
            String pid = Files.readString(data.resolve("launcher.pid")).strip();
            return ProcessHandle.of(Long.parseLong(pid));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
