package hone.trainer.data;

import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Examples that a run does not learn from, counted by the reason. One that is too long is left out and never cut: a part of an
 * answer is another answer, and teaches to stop in the middle. One that the template refuses says nothing of the others.
 */
public final class LeftOut {
    private static final String TOO_LONG = "_too_long";
    private static final String REFUSED = "_refused";

    private final String unit;
    private int tooLong;
    private int refused;
    private Optional<String> why = Optional.empty();

    /** @param unit what is counted, as metrics name it: {@code rows}, {@code pairs} … */
    public LeftOut(String unit) {
        this.unit = unit;
    }

    /** The example's row, or empty and counted. */
    public Optional<TokenRows.Row> row(AnsweredRow row) {
        count(List.of(row));
        return row instanceof AnsweredRow.Fitting fitting ? Optional.of(fitting.row()) : Optional.empty();
    }

    /** Counts an example of several rows, which is left out if one of them is. */
    public void count(List<AnsweredRow> example) {
        for (AnsweredRow row : example) {
            if (row instanceof AnsweredRow.Refused one) {
                refuse(one.why());
                return;
            }
        }
        if (example.stream().anyMatch(AnsweredRow.TooLong.class::isInstance)) {
            countTooLong();
        }
    }

    /** What the template makes of a conversation; empty and counted if it refuses it. */
    public <T> Optional<T> unlessRefused(Supplier<T> rendering) {
        try {
            return Optional.of(rendering.get());
        } catch (RunFailure e) {
            if (!ChatTemplate.refuses(e)) {
                throw e;
            }
            refuse(e.sentence());
            return Optional.empty();
        }
    }

    public void countTooLong() {
        tooLong++;
    }

    private void refuse(String sentence) {
        refused++;
        why = why.or(() -> Optional.of(sentence));
    }

    public int all() {
        return tooLong + refused;
    }

    /** Goes on where an earlier worker of the same run had counted to. */
    public void goOnFrom(Map<String, Double> metrics) {
        tooLong = metrics.getOrDefault(unit + TOO_LONG, 0.0).intValue();
        refused = metrics.getOrDefault(unit + REFUSED, 0.0).intValue();
    }

    /** {@code rows_too_long} and {@code rows_refused}, by the name of the unit. */
    public Map<String, Double> metrics() {
        return Map.of(unit + TOO_LONG, (double) tooLong, unit + REFUSED, (double) refused);
    }

    /** “3 are too long (more than 96 tokens), 1 is refused by the chat template. Only Milo may ask.” Empty if nothing is left out. */
    public Optional<String> sentence(int tokensMax) {
        if (all() == 0) {
            return Optional.empty();
        }
        String longer = counted(tooLong) + " too long (more than " + tokensMax + " tokens)";
        String unwritten = counted(refused) + " refused by the chat template";
        String both = tooLong == 0 ? unwritten : refused == 0 ? longer : longer + ", " + unwritten;
        return Optional.of(both + "." + why.map(sentence -> " " + sentence).orElse(""));
    }

    private static String counted(int n) {
        return n + (n == 1 ? " is" : " are");
    }

    /** Tells the run's log. */
    public void print(int tokensMax) {
        sentence(tokensMax).ifPresent(sentence -> System.out.printf("Of the %s left out, %s%n", unit, sentence));
    }

    /** @param what one of them is called */
    public RunFailure nothingLeft(String what, int tokensMax) {
        return new RunFailure(
                "empty-dataset",
                "No " + what + " is left to learn from: " + sentence(tokensMax).orElse("there is none."));
    }
}
