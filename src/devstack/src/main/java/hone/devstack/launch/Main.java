package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The Java half of {@code ./hone}. Arguments: checkout folder, command, the command's own arguments. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(
                Path.of(args[0]).toAbsolutePath().normalize(),
                args[1],
                Arrays.asList(args).subList(2, args.length)));
    }

    private static int run(Path root, String command, List<String> arguments) throws InterruptedException {
        Terminal terminal = new Terminal(System.out, startedNanos());
        try {
            Settings settings = Settings.of(root, System.getenv());
            if (!List.of("import", "export", "model", "lineage").contains(command)) {
                OwnersOnly.refuseStrangers(settings.data());
            }
            return switch (command) {
                case "up" -> up(settings, terminal);
                case "down" -> say(terminal, Down.run(settings));
                case "status" -> Status.print(settings, terminal) ? 0 : 3;
                case "reset" -> say(terminal, Reset.run(settings, arguments));
                case "import" -> importFile(terminal, HoneApi.of(settings, System.getenv()), arguments);
                case "export" -> export(HoneApi.of(settings, System.getenv()), arguments);
                case "model" -> model(terminal, HoneApi.of(settings, System.getenv()), ModelOrder.read(arguments));
                case "lineage" ->
                    say(terminal, HoneApi.of(settings, System.getenv()).lineage(arguments));
                default -> throw new Refusal("There is no command %s.".formatted(command));
            };
        } catch (RuntimeException e) {
            // Refusals, and servers that did not start or end: all their messages are sentences.
            System.err.println("hone: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            System.err.println(
                    "hone: the data folder or a program could not be used (%s: %s). Look at the path, its owner and the free space, then try again."
                            .formatted(e.getClass().getSimpleName(), e.getMessage()));
            return 1;
        }
    }

    private static int up(Settings settings, Terminal terminal) throws IOException, InterruptedException {
        try (LauncherLock lock = LauncherLock.take(settings.data())) {
            String why = new Up(
                            settings,
                            new Environment(settings, System.getenv()),
                            Build.of(settings, System.getenv()),
                            terminal)
                    .run();
            throw new Refusal(why);
        }
    }

    private static int importFile(Terminal terminal, HoneApi api, List<String> arguments)
            throws IOException, InterruptedException {
        Optional<ArchiveOrder> archive = ArchiveOrder.read(arguments);
        if (archive.isPresent()) {
            return say(terminal, api.takeIn(archive.get()));
        }
        boolean seen = System.console() != null && System.console().isTerminal();
        ImportCommand command = ImportCommand.of(arguments);
        for (Path file : command.files()) {
            ImportAnswer answer = api.importFile(command, file, System.err, seen);
            terminal.say(answer.report());
            answer.fault().ifPresent(fault -> {
                throw new Refusal(command.files().size() > 1 ? file + ": " + fault : fault);
            });
        }
        return 0;
    }

    /** The file may go to standard output, so whatever is said about it goes to the other one. */
    private static int export(HoneApi api, List<String> arguments) throws IOException, InterruptedException {
        api.export(ExportOrder.read(arguments), System.out).lines().forEach(System.err::println);
        return 0;
    }

    private static int model(Terminal terminal, HoneApi api, ModelOrder order)
            throws IOException, InterruptedException {
        boolean seen = System.console() != null && System.console().isTerminal();
        return switch (order) {
            case ModelOrder.In in ->
                say(terminal, api.importModel(in, System.err, seen).sentence());
            case ModelOrder.Out out -> {
                api.exportModel(out);
                yield say(terminal, "%s is in %s.".formatted(out.name(), out.out()));
            }
        };
    }

    private static int say(Terminal terminal, String sentence) {
        terminal.say(sentence);
        return 0;
    }

    /** The script started before this JVM and says when: HONE_STARTED in epoch milliseconds. */
    private static long startedNanos() {
        String started = System.getenv().getOrDefault("HONE_STARTED", "");
        long now = System.currentTimeMillis();
        long millis = started.matches("\\d{13}") ? now - Long.parseLong(started) : 0;
        return System.nanoTime() - millis * 1_000_000;
    }
}
