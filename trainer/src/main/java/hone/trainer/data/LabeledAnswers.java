package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.KtoSettings;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers that people want or don't want. A label {@code good} decides; otherwise the mean of an answer's scales does, and what is
 * neither is left out and counted. Other flags are not used: nothing says whether they are praise or blame.
 *
 * @param neutral rated answers that are left out
 * @param sha256 over all rows of the dataset, those of other kinds too
 */
public record LabeledAnswers(List<Labeled> train, List<Labeled> heldOut, int neutral, String sha256) {
    private static final String GOOD = "good";

    /** One answer. */
    public record Labeled(DatasetPrompt prompt, String response, boolean desirable, double weight) {}

    public static LabeledAnswers read(Path file, KtoSettings settings) {
        List<Labeled> train = new ArrayList<>();
        List<Labeled> heldOut = new ArrayList<>();
        int[] neutral = new int[1];
        String sha256 = DatasetRows.read(file, row -> {
            if (row instanceof DatasetRecord.Rated rated && !rated.response().isBlank()) {
                desirable(rated, settings)
                        .map(wanted -> new Labeled(DatasetPrompt.of(rated), rated.response(), wanted, rated.weight()))
                        .ifPresentOrElse((rated.split() == Split.TRAIN ? train : heldOut)::add, () -> neutral[0]++);
            }
        });
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    neutral[0] > 0
                            ? "All " + neutral[0]
                                    + " rated answers of the dataset lie between desirableFrom and undesirableTo; nothing is left to train on."
                            : "The dataset holds no rated answer to train on; collect some and freeze again.");
        }
        return new LabeledAnswers(List.copyOf(train), List.copyOf(heldOut), neutral[0], sha256);
    }

    private static Optional<Boolean> desirable(DatasetRecord.Rated rated, KtoSettings settings) {
        Boolean good = rated.flags().get(GOOD);
        if (good != null) {
            return Optional.of(good);
        }
        double mean = rated.scales().values().stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(Double.NaN);
        if (mean >= settings.desirableFrom()) {
            return Optional.of(true);
        }
        return mean <= settings.undesirableTo() ? Optional.of(false) : Optional.empty();
    }
}
