package hone.training;

import hone.contract.Recipe;
import hone.run.Stage;
import io.quarkus.qute.TemplateExtension;
import java.util.List;

/** Settings that a recipe can do without, so that its text does not show them: what each is for, and how it is typed. */
@TemplateExtension
public final class OptionalSettings {
    private OptionalSettings() {}

    /** One of them. */
    public record Option(String name, String example, String what) {}

    /** {@code {stage.options}} */
    public static List<Option> options(Stage stage) {
        return stage.trains()
                ? StageSettings.small(stage).mayBeAbsent().stream()
                        .sorted()
                        .map(name -> named(stage, name))
                        .toList()
                : List.of();
    }

    private static Option named(Stage stage, String name) {
        return switch (name) {
            case Recipe.LORA ->
                new Option(name, "{\"rank\": 16, \"alpha\": 32}", "trains an adapter and not all weights");
            case "precision" ->
                new Option(
                        name,
                        "\"bf16\"",
                        "faster steps on processors with bfloat16 products, with gradients of about three digits; otherwise f32");
            case "device" ->
                new Option(
                        name,
                        "\"cuda\"",
                        "computes on an NVIDIA GPU, which needs a trainer built for it; a run that finds no GPU ends at once; otherwise on processors");
            case "recomputation" ->
                new Option(
                        name,
                        "true",
                        "keeps of each layer its input only and computes the rest again: less memory, and steps take a third longer");
            case "packing" ->
                new Option(name, "true", "several short conversations share a row, each hidden from the others");
            case "learnedAnswers" ->
                new Option(
                        name,
                        "\"all\"",
                        "learns the earlier answers of a conversation too; otherwise the last one alone");
            case "centring" -> new Option(name, "0.01", "holds scores near 0");
            case "sftCoefficient" ->
                new Option(
                        name,
                        "0.5",
                        "learns written answers beside what the reward model says, so that they are not forgotten");
            case "sftAnswers" ->
                new Option(
                        name,
                        "\"all\"",
                        "which written answers are learned beside; \"checked\": those to prompts that the verifier can judge");
            case "verifier" ->
                new Option(
                        name,
                        "{\"kind\": \"arithmetic\"}",
                        stage == Stage.PPO
                                ? "a rule says which answers are right where it can judge; the reward model scores the rest"
                                : "a rule says which answers are right, not a reward model");
            case "finalRateShare" ->
                new Option(
                        name,
                        "0.1",
                        "learning rates fall along a line and end at this share of themselves; otherwise they stay");
            case "guards" ->
                new Option(
                        name,
                        "{\"klMax\": 20}",
                        "where a run goes back to its last good checkpoint and learns more slowly");
            default -> throw new IllegalStateException("nothing explains the setting " + name);
        };
    }
}
