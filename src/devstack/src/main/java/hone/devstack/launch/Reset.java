package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code hone reset}: deletes the data, after asking. */
final class Reset {

    private Reset() {}

    static String run(Settings settings, List<String> arguments) throws IOException, InterruptedException {
        Path data = settings.data();
        if (LauncherLock.holder(data).isPresent()) {
            throw new Refusal("Hone is running: end it with ./hone down, then run ./hone reset again.");
        }
        if (!Files.exists(data)) {
            return "There is nothing to delete at %s.".formatted(data);
        }
        if (!arguments.contains("--yes") && !confirmed(data)) {
            throw new Refusal("Nothing was deleted.");
        }
        Down.run(settings);
        try (Stream<Path> entries = Files.list(data)) {
            // The unpacked servers are not data, and the next start would have to unpack and prepare them again.
            for (Path entry : entries.filter(OwnFiles::contain)
                    .filter(entry -> !entry.endsWith("distributions"))
                    .toList()) {
                delete(entry);
            }
        }
        return "The data in %s is deleted; ./hone up starts anew.".formatted(data);
    }

    private static boolean confirmed(Path data) {
        if (System.console() == null) {
            throw new Refusal("Reset asks before it deletes, and nobody is there to answer: run ./hone reset --yes.");
        }
        String answer = System.console()
                .readLine("This deletes every judgment, model and setting in %s for good. Type yes to go on: ", data);
        return answer != null && answer.strip().equals("yes");
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
