package hone.dataset;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.judgment.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From verdict to rows. A comparison gives one pair, its margin by degree: much 1, better 2/3, slightly 1/3 (Llama 2, section
 * 3.2.2, with a third a step). A ranking gives each strictly ordered pair, a third a place, at most 1; the pairs of one
 * judgment share the weight (InstructGPT, section 3.5: all pairs of one prompt are one batch element). A correction gives a
 * demonstration and the pair corrected over original; how much better was never asked, so its margin is the smallest, a
 * third. A rating gives a row an answer, which share the weight. Two answers of equal text can't be told apart by any model and give no pair.
 */
public final class TrainingRows {
    private static final double STEP = 1.0 / 3;

    private TrainingRows() {}

    /** What one judgment gives. */
    public sealed interface Yield {
        /** At least one row, in order; positions and splits come with freezing. */
        record Rows(List<Draft> rows) implements Yield {
            public Rows {
                rows = List.copyOf(rows);
            }
        }

        /** Neither was better, or it could not be decided: counted, never trained on. */
        record Tie() implements Yield {}

        /** Nothing should be learned from either: counted; the task becomes a correction. */
        record BothBad() implements Yield {}
    }

    /** A row without its position. */
    public sealed interface Draft {
        DatasetRecord.Row at(long position, Split split, Judged judged);

        /** Its share of what its judgment weighs. */
        default double weight() {
            return 1;
        }

        /**
         * The same with the source's values.
         *
         * @param margin of a comparison's single pair, instead of the degree's
         * @param weight of all rows of the judgment together
         */
        Draft from(OptionalDouble margin, double weight);

        /** How much better; null where nothing was compared. */
        default @Nullable Double margin() {
            return null;
        }

        /** @param response what was written */
        record Written(String response, double weight) implements Draft {
            Written(String response) {
                this(response, 1);
            }

            @Override
            public Draft from(OptionalDouble margin, double share) {
                return new Written(response, weight * share);
            }

            @Override
            public DatasetRecord.Row at(long position, Split split, Judged judged) {
                return new DatasetRecord.Demonstration(
                        position,
                        split,
                        judged.promptId().toString(),
                        judged.id().toString(),
                        judged.prompt(),
                        response,
                        weight);
            }
        }

        record Rated(String response, Map<String, Integer> scales, Map<String, Boolean> flags, double weight)
                implements Draft {
            @Override
            public Draft from(OptionalDouble margin, double share) {
                return new Rated(response, scales, flags, weight * share);
            }

            @Override
            public DatasetRecord.Row at(long position, Split split, Judged judged) {
                return new DatasetRecord.Rated(
                        position,
                        split,
                        judged.promptId().toString(),
                        judged.id().toString(),
                        judged.prompt(),
                        response,
                        scales,
                        flags,
                        weight);
            }
        }

        record Pair(String chosen, String rejected, Double margin, double weight) implements Draft {
            /** A margin above 1 is not on our scale; the degree's is used. */
            @Override
            public Draft from(OptionalDouble counted, double share) {
                boolean ours = counted.isPresent() && counted.getAsDouble() >= 0 && counted.getAsDouble() <= 1;
                return new Pair(
                        chosen, rejected, ours ? Double.valueOf(counted.getAsDouble()) : margin, weight * share);
            }

            /** Nobody said by how much the other one would be better. */
            Pair opposite(double share) {
                return new Pair(rejected, chosen, 0.0, weight * share);
            }

            @Override
            public DatasetRecord.Row at(long position, Split split, Judged judged) {
                return new DatasetRecord.Preference(
                        position,
                        split,
                        judged.promptId().toString(),
                        judged.id().toString(),
                        judged.id().toString(),
                        judged.prompt(),
                        chosen,
                        rejected,
                        margin,
                        weight);
            }
        }
    }

    /**
     * A judgment with all that its rows need.
     *
     * @param answers the text of each answer that the verdict names
     */
    public record Judged(UUID id, UUID promptId, List<Message> prompt, Verdict verdict, Map<UUID, String> answers) {
        String text(UUID answer) {
            String text = answers.get(answer);
            if (text == null) {
                throw new IllegalStateException("judgment " + id + " names answer " + answer + ", which is not there");
            }
            return text;
        }
    }

    /** Whether a verdict gives rows, as far as that can be decided without the texts. */
    static boolean mayComeOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Tied tied -> false;
            case Verdict.BothBad bad -> false;
            case Verdict.NotRankable not -> false;
            case Verdict.Preferred preferred -> true;
            case Verdict.Ranking ranking -> true;
            case Verdict.Rating rating -> true;
            case Verdict.Demonstration demonstration -> true;
            case Verdict.Correction correction -> true;
        };
    }

    public static Yield of(Judged judged) {
        return switch (judged.verdict()) {
            case Verdict.Preferred preferred ->
                pairs(List.of(new Unweighted(
                        judged.text(preferred.chosen()),
                        judged.text(preferred.rejected()),
                        preferred.degree().margin())));
            case Verdict.Tied tied -> new Yield.Tie();
            case Verdict.BothBad bad -> new Yield.BothBad();
            case Verdict.Ranking ranking -> pairs(ordered(ranking, judged));
            case Verdict.NotRankable not -> new Yield.Tie();
            case Verdict.Rating rating -> rated(rating, judged);
            case Verdict.Demonstration demonstration ->
                new Yield.Rows(List.of(new Draft.Written(demonstration.text())));
            case Verdict.Correction correction -> corrected(correction, judged);
        };
    }

    private static List<Unweighted> ordered(Verdict.Ranking ranking, Judged judged) {
        List<Unweighted> pairs = new ArrayList<>();
        List<List<UUID>> places = ranking.places();
        for (int better = 0; better < places.size(); better++) {
            for (int worse = better + 1; worse < places.size(); worse++) {
                double margin = Math.min(1, (worse - better) * STEP);
                for (UUID chosen : places.get(better)) {
                    for (UUID rejected : places.get(worse)) {
                        pairs.add(new Unweighted(judged.text(chosen), judged.text(rejected), margin));
                    }
                }
            }
        }
        return pairs;
    }

    private static Yield rated(Verdict.Rating rating, Judged judged) {
        double weight = 1.0 / rating.answers().size();
        return new Yield.Rows(rating.answers().stream()
                .<Draft>map(one -> new Draft.Rated(judged.text(one.answer()), one.scales(), one.flags(), weight))
                .toList());
    }

    private static Yield corrected(Verdict.Correction correction, Judged judged) {
        List<Draft> rows = new ArrayList<>();
        rows.add(new Draft.Written(correction.text()));
        String original = judged.text(correction.original());
        if (!original.equals(correction.text())) {
            rows.add(new Draft.Pair(correction.text(), original, STEP, 1));
        }
        return new Yield.Rows(rows);
    }

    private static Yield pairs(List<Unweighted> pairs) {
        List<Unweighted> apart =
                pairs.stream().filter(p -> !p.chosen().equals(p.rejected())).toList();
        if (apart.isEmpty()) {
            return new Yield.Tie();
        }
        double weight = 1.0 / apart.size();
        return new Yield.Rows(apart.stream()
                .<Draft>map(p -> new Draft.Pair(p.chosen(), p.rejected(), p.margin(), weight))
                .toList());
    }

    private record Unweighted(String chosen, String rejected, double margin) {}
}
