package hone.judgment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import hone.contract.Judged;
import hone.kind.WorkKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a person decided, in the terms of the data: answers by id, never by the side they were shown on. Constructors check only
 * the shape; limits that may change are checked where a form comes in.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Verdict.Preferred.class),
    @JsonSubTypes.Type(Verdict.Tied.class),
    @JsonSubTypes.Type(Verdict.BothBad.class),
    @JsonSubTypes.Type(Verdict.Ranking.class),
    @JsonSubTypes.Type(Verdict.NotRankable.class),
    @JsonSubTypes.Type(Verdict.Rating.class),
    @JsonSubTypes.Type(Verdict.Demonstration.class),
    @JsonSubTypes.Type(Verdict.Correction.class)
})
public sealed interface Verdict {
    int VERSION = 1;

    /** The same decision as it goes over the wire. */
    default Judged judged() {
        return switch (this) {
            case Preferred v ->
                new Judged.Compared(
                        Judged.Compared.PREFERRED,
                        Optional.of(v.chosen().toString()),
                        Optional.of(v.rejected().toString()),
                        Optional.of(v.degree().steps()));
            case Tied v -> compared(Judged.Compared.TIE);
            case BothBad v -> compared(Judged.Compared.BOTH_BAD);
            case Ranking v ->
                new Judged.Ranked(v.places().stream()
                        .map(place -> place.stream().map(UUID::toString).toList())
                        .toList());
            case NotRankable v -> new Judged.Ranked(List.of());
            case Rating v ->
                new Judged.Rated(v.answers().stream()
                        .map(rated -> new Judged.Rating(rated.answer().toString(), rated.scales(), rated.flags()))
                        .toList());
            case Demonstration v -> new Judged.Demonstrated(v.text());
            case Correction v -> new Judged.Corrected(v.original().toString(), v.text());
        };
    }

    /** The work that gives such verdicts. */
    default WorkKind workKind() {
        return switch (this) {
            case Preferred v -> WorkKind.COMPARISON;
            case Tied v -> WorkKind.COMPARISON;
            case BothBad v -> WorkKind.COMPARISON;
            case Ranking v -> WorkKind.RANKING;
            case NotRankable v -> WorkKind.RANKING;
            case Rating v -> WorkKind.RATING;
            case Demonstration v -> WorkKind.DEMONSTRATION;
            case Correction v -> WorkKind.CORRECTION;
        };
    }

    /**
     * The answers whose texts appear in the dataset rows that this makes; empty if it makes none, or one with only its own
     * text.
     */
    List<UUID> inRows();

    /** The answer that the person wrote. */
    default Optional<String> written() {
        return Optional.empty();
    }

    /** An answer that somebody should now correct. */
    default Optional<UUID> toCorrect() {
        return Optional.empty();
    }

    private static Judged.Compared compared(String outcome) {
        return new Judged.Compared(outcome, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** One of two answers is better: by how much, from slightly to much. */
    @JsonTypeName("preferred")
    record Preferred(UUID chosen, UUID rejected, Degree degree) implements Verdict {
        public Preferred {
            if (chosen.equals(rejected)) {
                throw new IllegalArgumentException("an answer can't be better than itself: " + chosen);
            }
        }

        @Override
        public List<UUID> inRows() {
            return List.of(chosen, rejected);
        }
    }

    @JsonTypeName("tie")
    record Tied(UUID first, UUID second) implements Verdict {
        @Override
        public List<UUID> inRows() {
            return List.of();
        }
    }

    /** Nobody should learn from either; becomes a correction task. */
    @JsonTypeName("both-bad")
    record BothBad(UUID first, UUID second) implements Verdict {
        @Override
        public List<UUID> inRows() {
            return List.of();
        }

        @Override
        public Optional<UUID> toCorrect() {
            return Optional.of(first);
        }
    }

    /** Places, best first; answers in the same place are tied. */
    @JsonTypeName("ranking")
    record Ranking(List<List<UUID>> places) implements Verdict {
        public Ranking {
            places = places.stream().map(List::copyOf).toList();
            Set<UUID> seen = new HashSet<>();
            for (List<UUID> place : places) {
                if (place.isEmpty() || !place.stream().allMatch(seen::add)) {
                    throw new IllegalArgumentException("each answer has one place: " + places);
                }
            }
            if (seen.size() < 2) {
                throw new IllegalArgumentException("a ranking has at least two answers: " + places);
            }
        }

        @Override
        public List<UUID> inRows() {
            return places.stream().flatMap(List::stream).toList();
        }
    }

    @JsonTypeName("not-rankable")
    record NotRankable(List<UUID> answers) implements Verdict {
        public NotRankable {
            answers = List.copyOf(answers);
        }

        @Override
        public List<UUID> inRows() {
            return List.of();
        }
    }

    /** Every answer that was shown, rated by itself. */
    @JsonTypeName("rating")
    record Rating(List<Rated> answers) implements Verdict {
        public Rating {
            answers = List.copyOf(answers);
            long different = answers.stream().map(Rated::answer).distinct().count();
            if (answers.isEmpty() || different != answers.size()) {
                throw new IllegalArgumentException("each answer is rated once: " + answers);
            }
        }

        @Override
        public List<UUID> inRows() {
            return answers.stream().map(Rated::answer).toList();
        }
    }

    /**
     * The ratings of one answer, by the names of the criteria.
     *
     * @param scales 1 to 7
     */
    record Rated(UUID answer, Map<String, Integer> scales, Map<String, Boolean> flags) {
        private static final String GOOD = "good";

        public Rated {
            scales = Map.copyOf(scales);
            flags = Map.copyOf(flags);
        }

        /** Each mark by itself. */
        public Stream<Rated> marks() {
            return Stream.concat(
                    scales.entrySet().stream()
                            .map(scale -> new Rated(answer, Map.of(scale.getKey(), scale.getValue()), Map.of())),
                    flags.entrySet().stream()
                            .map(flag -> new Rated(answer, Map.of(), Map.of(flag.getKey(), flag.getValue()))));
        }

        /** What KTO learns from: whether an answer is wanted, and nothing else about it. */
        public static Rated label(UUID answer, boolean good) {
            return new Rated(answer, Map.of(), Map.of(GOOD, good));
        }

        /** Empty when it is no label of KTO. */
        public Optional<Boolean> label() {
            return scales.isEmpty() && flags.size() == 1 ? Optional.ofNullable(flags.get(GOOD)) : Optional.empty();
        }
    }

    @JsonTypeName("demonstration")
    record Demonstration(String text) implements Verdict {
        public Demonstration {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a demonstration says something");
            }
        }

        @Override
        public List<UUID> inRows() {
            return List.of();
        }

        @Override
        public Optional<String> written() {
            return Optional.of(text);
        }
    }

    @JsonTypeName("correction")
    record Correction(UUID original, String text) implements Verdict {
        public Correction {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a correction says something");
            }
        }

        @Override
        public List<UUID> inRows() {
            return List.of(original);
        }

        @Override
        public Optional<String> written() {
            return Optional.of(text);
        }
    }
}
