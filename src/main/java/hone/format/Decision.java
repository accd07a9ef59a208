package hone.format;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** What somebody decided about the responses of a conversation, which are named by their index. */
public sealed interface Decision {
    /** Who decided it, when, why. */
    Facts facts();

    /** @throws IllegalArgumentException when it names a response that is not there */
    default void checkAgainst(int responses) {
        for (int named : responsesNamed()) {
            if (named < 0 || named >= responses) {
                throw new IllegalArgumentException("response " + named + " of " + responses + " in " + this);
            }
        }
    }

    /** The responses it is about. */
    List<Integer> responsesNamed();

    /**
     * One response is better than another.
     *
     * @param margin by how much, as the source counts: in files of Hone's own 1/3, 2/3 or 1; in TRL's the difference of two rewards
     */
    record Preferred(int chosen, int rejected, OptionalDouble margin, Facts facts) implements Decision {
        private static final double STEPS = 3;

        public Preferred {
            if (chosen == rejected) {
                throw new IllegalArgumentException("a response can't be better than itself: " + chosen);
            }
        }

        /** 1 slightly, 2 better, 3 much; empty when the margin is none of Hone's. */
        public OptionalInt degree() {
            for (int degree = 1; degree <= STEPS; degree++) {
                if (margin.isPresent() && margin.getAsDouble() == degree / STEPS) {
                    return OptionalInt.of(degree);
                }
            }
            return OptionalInt.empty();
        }

        /** The margin of a degree. */
        public static OptionalDouble margin(int degree) {
            return OptionalDouble.of(degree / STEPS);
        }

        @Override
        public List<Integer> responsesNamed() {
            return List.of(chosen, rejected);
        }
    }

    /** Neither is better. */
    record Tied(int first, int second, Facts facts) implements Decision {
        @Override
        public List<Integer> responsesNamed() {
            return List.of(first, second);
        }
    }

    /** Neither is good enough to learn from. */
    record BothBad(int first, int second, Facts facts) implements Decision {
        @Override
        public List<Integer> responsesNamed() {
            return List.of(first, second);
        }
    }

    /** Places best first; responses in one place are tied. */
    record Ranked(List<List<Integer>> places, Facts facts) implements Decision {
        public Ranked {
            places = places.stream().map(List::copyOf).toList();
            Set<Integer> seen = new HashSet<>();
            for (List<Integer> place : places) {
                if (place.isEmpty() || !place.stream().allMatch(seen::add)) {
                    throw new IllegalArgumentException("each response has one place: " + places);
                }
            }
            if (seen.size() < 2) {
                throw new IllegalArgumentException("a ranking has at least two responses: " + places);
            }
        }

        @Override
        public List<Integer> responsesNamed() {
            return places.stream().flatMap(List::stream).toList();
        }
    }

    /** The ideal answer, written by somebody: a demonstration. It is none of the responses. */
    record Written(String text, Facts facts) implements Decision {
        @Override
        public List<Integer> responsesNamed() {
            return List.of();
        }
    }

    /** A response made right. The text is none of the responses. */
    record Corrected(int original, String text, Facts facts) implements Decision {
        @Override
        public List<Integer> responsesNamed() {
            return List.of(original);
        }
    }

    /**
     * One response by itself.
     *
     * @param scales name → step, in the range of its source, which need not be Hone's
     */
    record Rated(int response, Map<String, Double> scales, Map<String, Boolean> flags, Facts facts)
            implements Decision {
        public Rated {
            scales = Collections.unmodifiableMap(new TreeMap<>(scales));
            flags = Collections.unmodifiableMap(new TreeMap<>(flags));
            if (scales.isEmpty() && flags.isEmpty()) {
                throw new IllegalArgumentException("nothing is rated");
            }
        }

        @Override
        public List<Integer> responsesNamed() {
            return List.of(response);
        }
    }

    /** One response is good or bad, as KTO takes it. */
    record Labelled(int response, boolean good, Facts facts) implements Decision {
        @Override
        public List<Integer> responsesNamed() {
            return List.of(response);
        }
    }
}
