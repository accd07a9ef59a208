package hone.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Deletes the data from folders of runs that ended long ago. Requests and events stay. */
final class RemoveOldData {
    private static final Logger LOG = Logger.getLogger(RemoveOldData.class);

    private final Duration keep;

    RemoveOldData(Duration keep) {
        this.keep = keep;
    }

    /**
     * @param folder of a finished run
     * @return true if nothing is left to delete
     */
    boolean from(RunFolder folder, Instant now) throws IOException {
        Path events = folder.events().file();
        if (Files.getLastModifiedTime(events).toInstant().plus(keep).isAfter(now)) {
            return false;
        }
        List<Path> old;
        try (Stream<Path> files = Files.list(folder.path())) {
            old = files.filter(file -> !RunFolder.KEPT_FOR_GOOD.contains(String.valueOf(file.getFileName())))
                    .toList();
        }
        for (Path file : old) {
            remove(file);
        }
        if (!old.isEmpty()) {
            LOG.infof("the data of run %s was removed: it ended more than %s ago", folder.runId(), keep);
        }
        return true;
    }

    private static void remove(Path file) throws IOException {
        List<Path> innermostFirst;
        try (Stream<Path> files = Files.walk(file)) {
            innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path inner : innermostFirst) {
            Files.delete(inner);
        }
    }
}
