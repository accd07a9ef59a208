package hone.trainer;

import hone.trainer.bench.PpoBench;
import hone.trainer.bench.SampleBench;
import hone.trainer.golden.GoldenReport;
import hone.trainer.run.RunFailure;
import hone.trainer.serve.Serve;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

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
            score REWARD_MODEL IN.jsonl OUT.jsonl     what a reward model says of answers (lines of prompt and response)
            golden DIRECTORY [--json]                 compares this trainer with reference numbers
            bench sample|ppo [--json]                 measures on models of random weights
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
                case "score" -> Scores.write(Path.of(rest.get(0)), Path.of(rest.get(1)), Path.of(rest.get(2)));
                case "golden" -> golden(rest);
                case "bench" -> bench(rest);
                default -> usage();
            }
        } catch (IndexOutOfBoundsException | NoSuchElementException | NumberFormatException e) {
            usage();
        } catch (RunFailure e) {
            System.err.println(e.sentence());
            System.exit(1);
        }
    }

    private static void golden(List<String> words) {
        GoldenReport.print(Path.of(words.getFirst()), words.contains("--json"), System.out);
        System.exit(0); // it could be measured; whether all is well stands in the lines
    }

    private static void bench(List<String> words) {
        boolean asJson = words.contains("--json");
        PrintStream out = System.out;
        System.setOut(System.err); // a stage tells its steps there, and figures are to be alone
        switch (words.getFirst()) {
            case "sample" -> SampleBench.run(out, asJson);
            case "ppo" -> PpoBench.run(out, asJson);
            default -> usage();
        }
    }

    private static void usage() {
        System.err.print(USAGE);
        System.exit(2);
    }
}
