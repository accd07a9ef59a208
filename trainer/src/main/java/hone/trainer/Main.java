package hone.trainer;

import hone.trainer.run.RunFailure;
import hone.trainer.serve.Serve;
import java.nio.file.Path;
import java.util.List;

/** The trainer's command line. {@code train} is also what the supervisor starts. */
public final class Main {
    private static final String USAGE = """
            train JOB.json [--with-parent]            runs a job; its recipe says which stage
            tokenizer CORPUS VOCABULARY DIRECTORY     trains a byte-level BPE on plain text
            init CONFIG.json TOKENIZER SEED DIRECTORY makes a model of random weights
            generate --model DIRECTORY --prompt TEXT [--k N] [--temperature T] [--top-p P] [--seed S] [--tokens N]
                                                      prints answers to one prompt
            serve CHECKPOINT [--name N] [--host 127.0.0.1] [--port 8000] [--threads T] [--models 3] [--rows 16]
                  [--waiting 64] [--tokens 1024]      answers over HTTP as OpenAI's API does
            """;

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            switch (command) {
                case "train" -> Worker.run(rest);
                case "tokenizer" ->
                    NewModel.tokenizer(Path.of(rest.get(0)), Integer.parseInt(rest.get(1)), Path.of(rest.get(2)));
                case "init" ->
                    NewModel.init(
                            Path.of(rest.get(0)),
                            Path.of(rest.get(1)),
                            Long.parseLong(rest.get(2)),
                            Path.of(rest.get(3)));
                case "generate" -> OnePrompt.of(rest).print();
                case "serve" -> Serve.run(rest, System.getenv());
                default -> usage();
            }
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            usage();
        } catch (RunFailure e) {
            System.err.println(e.sentence());
            System.exit(1);
        }
    }

    private static void usage() {
        System.err.print(USAGE);
        System.exit(2);
    }
}
