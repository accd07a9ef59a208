package hone.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import hone.trainer.run.ThreadsTogether;
import hone.trainer.sampling.Generation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that processes tell each other. */
class SharedAnswersTest {
    private static final List<Generation.Row> ALL = List.of(
            new Generation.Row(List.of(0), true),
            new Generation.Row(List.of(7, 0, 151_935), false),
            new Generation.Row(List.of(5), false),
            new Generation.Row(List.of(3, 3), true));

    @Test
    void everyProcessKnowsAllAnswersInTheirPlaces() throws Exception {
        int[][] places = {{3, 0}, {}, {1, 2}};

        List<List<Generation.Row>> known = ThreadsTogether.each(3, together -> {
            List<Generation.Row> own = new ArrayList<>();
            for (int place : places[together.rank()]) {
                own.add(ALL.get(place));
            }
            return new SharedAnswers(places[together.rank()], own).ofAll(ALL.size(), together);
        });

        assertThat(known).containsExactly(ALL, ALL, ALL);
    }
}
