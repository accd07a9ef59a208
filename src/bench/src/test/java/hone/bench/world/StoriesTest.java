package hone.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Reading;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoriesTest {
    private static final Map<String, String> SOME = Map.of("N", "Mira", "F", "Hugo", "thing", "kite", "place", "mill");

    @Test
    void everyEndingShowsItsMoodAndNoOther() {
        for (Mood mood : Mood.values()) {
            assertThat(mood.endings()).isNotEmpty().allSatisfy(ending -> {
                Set<String> words =
                        new HashSet<>(Lexicon.wordsOf(Words.fill(ending, SOME).toLowerCase(Locale.ROOT)));
                for (Mood other : List.of(Mood.KIND, Mood.SAD)) {
                    assertThat(words.stream().anyMatch(other.signs()::contains)).isEqualTo(other == mood);
                }
            });
        }
    }

    @Test
    void aStoryEndsInItsMoodAndSpeaksOfItsPeopleAndThing() {
        for (int seed = 0; seed < 2000; seed++) {
            Dice dice = new Dice(seed);
            Plot plot = Plot.any(dice);

            String told = plot.tell(dice);

            assertThat(Reading.mood(told)).as("seed %d: %s", seed, told).isEqualTo(plot.mood());
            assertThat(told).as("seed %d", seed).contains(plot.name(), plot.friend(), plot.thing());
            assertThat(Reading.sentences(told)).as("seed %d: %s", seed, told).hasSizeGreaterThanOrEqualTo(5);
        }
    }
}
