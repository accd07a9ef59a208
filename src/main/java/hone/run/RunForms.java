package hone.run;

import hone.contract.Recipe;
import hone.web.Invalid;
import org.jspecify.annotations.Nullable;

/** What an admin typed, read and refused in words. */
final class RunForms {
    private static final int EPOCHS_MAX = 100;

    private RunForms() {}

    static int number(String field, @Nullable String text, int min, int max) {
        String typed = text == null ? "" : text.strip();
        if (typed.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(typed);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw Invalid.field(
                field, "“" + field + "” is a whole number from " + min + " to " + max + ". Nothing was requested yet.");
    }

    /** The settings for the small base model with what was typed over them. */
    static Recipe.Sft sft(@Nullable String epochs, @Nullable String learningRate) {
        Recipe.Sft small = Recipe.Sft.small();
        return new Recipe.Sft(
                epochs == null ? small.epochs() : number("epochs", epochs, 1, EPOCHS_MAX),
                small.batchRows(),
                small.microBatchRows(),
                small.sequenceTokensMax(),
                learningRate == null ? small.learningRate() : rate(learningRate),
                small.warmupShare(),
                small.weightDecay(),
                small.gradientNormMax(),
                small.chatTemplate(),
                small.evaluateEverySteps(),
                small.checkpointEverySteps(),
                small.sampleCount(),
                small.sampleTokensMax());
    }

    private static double rate(String text) {
        try {
            double rate = Double.parseDouble(text.strip());
            if (rate > 0 && rate <= 1) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // The sentence below says it better.
        }
        throw Invalid.field(
                "learningRate",
                "The learning rate is a number above 0 and at most 1, such as 0.0005. Nothing was requested yet.");
    }
}
