package hone.trainer;

import hone.trainer.bench.Bench;
import hone.trainer.golden.Golden;
import hone.trainer.golden.GoldenReport;
import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import hone.trainer.serve.Serve;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The trainer's command line. {@code train} is also what the supervisor starts. */
public final class Main {
    private static final String USAGE = """
            train JOB.json [--with-parent]            runs a job; its recipe says which stage
                  [--nproc N] [--grace 30]            in N processes that share its batches; seconds for them to stop in
            tokenizer CORPUS VOCABULARY DIRECTORY     trains a byte-level BPE on plain text
            init CONFIG.json TOKENIZER SEED DIRECTORY makes a model of random weights
            generate --model DIRECTORY --prompt TEXT [--k N] [--temperature T] [--top-p P] [--seed S] [--tokens N]
                                                      prints answers to one prompt
            serve CHECKPOINT [--name N] [--host 127.0.0.1] [--port 8000] [--threads T] [--models 3] [--rows 16]
                  [--waiting 64] [--tokens 1024]      answers over HTTP as OpenAI's API does
            recipe sft|reward|dpo|kto|ppo|grpo --model DIRECTORY --data ROWS.jsonl [--lora]
                                                      prints a stage's recipe with defaults for a model and its data
            merge ADAPTER DIRECTORY [--base MODEL]    writes an adapter and its base as one model
            inspect DIRECTORY                         reads all of a model and prints what it is
            score REWARD_MODEL IN.jsonl OUT.jsonl     what a reward model says of answers (lines of prompt and response)
            golden DIRECTORY [--json] [--made MODEL]  compares this trainer with reference numbers
            bench train|sample|ppo|scale [--case A,B] [--peer PYTHON] [--peers FOLDER] [--json]
                                                      measures on models of random weights; with a Python that has
                                                      transformers and TRL, beside what they reach
            """;

    private static final int USAGE_CODE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            if (!run(command, rest)) {
                System.err.print(USAGE);
                System.exit(USAGE_CODE);
            }
        } catch (RunFailure e) {
            fail(e.sentence());
        } catch (OutOfMemoryError e) {
            fail("There was not enough memory for this.");
        } catch (RuntimeException e) {
            // Messages of the libraries below are not written for users; their first line can at least be searched for.
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            fail("This failed in a way that it should not: " + e.getClass().getSimpleName() + ", " + first);
        }
    }

    /** @return false if there is no such command */
    static boolean run(String command, List<String> words) {
        switch (command) {
            case "train" ->
                Worker.run(Options.of(words, Set.of("--nproc", "--grace"), Set.of("--with-parent"))
                        .with("JOB.json"));
            case "tokenizer" -> {
                List<String> three = plain(words, "CORPUS", "VOCABULARY", "DIRECTORY");
                NewModel.tokenizer(Options.path(three.get(0)), three.get(1), Options.path(three.get(2)));
            }
            case "init" -> {
                List<String> four = plain(words, "CONFIG.json", "TOKENIZER", "SEED", "DIRECTORY");
                NewModel.init(
                        Options.path(four.get(0)),
                        Options.path(four.get(1)),
                        Options.seedOf("SEED", four.get(2)),
                        Options.path(four.get(3)));
            }
            case "generate" -> OnePrompt.of(words).print();
            case "serve" -> Serve.run(words, System.getenv());
            case "score" -> {
                List<String> three = plain(words, "REWARD_MODEL", "IN.jsonl", "OUT.jsonl");
                Scores.write(Options.path(three.get(0)), Options.path(three.get(1)), Options.path(three.get(2)));
            }
            case "recipe" -> RecipeForModel.print(words);
            case "merge" -> {
                Options merge = Options.of(words, Set.of("--base"), Set.of()).with("ADAPTER", "DIRECTORY");
                new MergedModel(
                                Options.path(merge.plain().get(0)),
                                merge.text("--base").map(Options::path))
                        .write(Options.path(merge.plain().get(1)));
            }
            case "inspect" ->
                InspectedModel.print(Options.path(plain(words, "DIRECTORY").getFirst()));
            case "golden" ->
                golden(Options.of(words, Set.of("--made"), Set.of("--json")).with("DIRECTORY"));
            case "bench" -> Bench.run(words);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static List<String> plain(List<String> words, String... wanted) {
        return Options.of(words, Set.of(), Set.of()).with(wanted).plain();
    }

    private static void golden(Options options) {
        Path folder = Options.path(options.plain().getFirst());
        Golden golden = new Golden(folder, options.text("--made").map(Options::path));
        GoldenReport.print(golden, options.has("--json"), System.out);
        System.exit(0); // it could be measured; the lines say whether all is well
    }

    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
