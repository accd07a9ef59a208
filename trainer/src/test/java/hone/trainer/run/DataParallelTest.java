package hone.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Job;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes that train together know of each other. */
class DataParallelTest {
    private static final int[] NUMBERS = {8, 3, 5, 1, 9, 2, 7};
    private static final IntUnaryOperator ITSELF = number -> number;

    @Test
    void numbersAreDealtThereAndBackByLengthAndStayInOrder() throws Exception {
        List<int[]> shares = ThreadsTogether.each(3, together -> together.share(NUMBERS, ITSELF));

        // 1, 2, 3 from the first to the third; 5, 7, 8 from the third to the first; 9 to the first.
        assertThat(shares).containsExactly(new int[] {8, 1, 9}, new int[] {2, 7}, new int[] {3, 5});
    }

    @Test
    void aSingleProcessHasAllInTheOrderGiven() {
        assertThat(DataParallel.ALONE.share(NUMBERS, ITSELF)).isSameAs(NUMBERS);
    }

    @Test
    void whatEachKnowsAtItsOwnPlacesAllKnowAfterwardsToTheBit() throws Exception {
        float[] whole = {0.1f, -3e-38f, Float.NaN, Float.NEGATIVE_INFINITY, 16_777_217f, 1 / 3f};

        List<float[]> known = ThreadsTogether.each(3, together -> {
            float[] own = new float[whole.length];
            for (int place = together.rank(); place < whole.length; place += together.count()) {
                own[place] = whole[place];
            }
            together.complete(own);
            return own;
        });

        assertThat(known).allSatisfy(numbers -> assertThat(numbers).containsExactly(whole));
    }

    @Test
    void theFirstDecidesWhereOthersHaveComputedOtherBits() throws Exception {
        List<double[]> decided = ThreadsTogether.each(2, together -> together.ofFirst(1 + together.rank(), 7));

        assertThat(decided).allSatisfy(numbers -> assertThat(numbers).containsExactly(1, 7));
    }

    @Test
    void aProcessThatDoesNotWriteKnowsWhatEarlierWorkersTold(@TempDir Path folder) throws Exception {
        Job job = new Job(
                "run-1",
                SftRecipe.small(),
                Optional.empty(),
                "model",
                Optional.empty(),
                Optional.empty(),
                "run",
                "models",
                1,
                1);
        try (RunLog log = RunLog.open(folder.resolve("run"), "run-1", earlier -> {})) {
            log.append(
                    (id, sequence, now) -> new RunEvent.RunFailed(id, sequence, now, "why", "word", Optional.empty()));
        }

        List<Integer> told = ThreadsTogether.each(2, together -> {
            Run run = Run.open(job, folder, new StopSignal(), "test", together);
            int events = run.earlier().size();
            run.log().close();
            return events;
        });

        assertThat(told).containsExactly(1, 1);
    }
}
