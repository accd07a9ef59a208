package hone.trainer.run;

import hone.contract.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one model together. Each has all weights and learns from its share of every batch; gradients are added up, so
 * that all make the same step. Every process has to make the same calls in the same order. The first one also evaluates, samples, and
 * writes events and checkpoints.
 */
public interface DataParallel {
    /** One process; nothing is exchanged. */
    DataParallel ALONE = new DataParallel() {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public double[] sum(double... values) {
            return values;
        }

        @Override
        public void sumGradients(Collection<Tensor> parameters) {
            // they are whole already
        }

        @Override
        public void tell(RunFailure failure) {
            // nobody waits for this process
        }
    };

    /** Which of the processes this is, counted from 0. */
    int rank();

    /** How many there are. */
    int count();

    /** Each value added up over all processes; each gets the very same sums. */
    double[] sum(double... values);

    /**
     * Adds up the gradients of all processes, in the parameters. Where a process has none it counts as 0; where none has one there is none
     * afterwards.
     */
    void sumGradients(Collection<Tensor> parameters);

    /** Leaves word for the others, which are waiting for this process, of why it ends. */
    void tell(RunFailure failure);

    default boolean isFirst() {
        return rank() == 0;
    }

    /** Returns once every process has come here. */
    default void barrier() {
        sum(0);
    }

    /** True everywhere if it is true anywhere. */
    default boolean any(boolean mine) {
        return sum(mine ? 1 : 0)[0] > 0;
    }

    /** What the first process has computed: others may differ in the last bits, and all have to decide alike. */
    default double[] ofFirst(double... values) {
        return isFirst() ? sum(values) : sum(new double[values.length]);
    }

    /** Makes whole, everywhere, what each process knows at places of its own and has left 0 at the others'; not a bit changes. */
    default void complete(float[] numbers) {
        if (count() == 1) {
            return;
        }
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        double[] all = sum(wide);
        for (int i = 0; i < all.length; i++) {
            numbers[i] = (float) all[i];
        }
    }

    /** Something that the first process leaves on the disk for the others, which therefore come after it. */
    default <T> T firstBeforeOthers(Supplier<T> work) {
        if (!isFirst()) {
            barrier();
        }
        T result = work.get();
        if (isFirst()) {
            barrier();
        }
        return result;
    }

    /**
     * This process's share of a batch. Dealt there and back in the order given, so that rows sorted by length make shares of about the same
     * work; which row goes where depends on nothing but that order.
     */
    default <T> List<T> share(List<T> batch) {
        if (count() == 1) {
            return batch;
        }
        List<T> mine = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int place = i % count();
            boolean back = i / count() % 2 == 1;
            if (rank() == (back ? count() - 1 - place : place)) {
                mine.add(batch.get(i));
            }
        }
        return mine;
    }

    /**
     * The same of things that have numbers, dealt by their lengths. They stay in the order in which they came, so that a single process
     * adds up in that order.
     */
    default int[] share(int[] which, IntUnaryOperator length) {
        if (count() == 1) {
            return which;
        }
        Set<Integer> mine = Set.copyOf(share(Arrays.stream(which)
                .boxed()
                .sorted(Comparator.comparingInt(length::applyAsInt))
                .toList()));
        return Arrays.stream(which).filter(mine::contains).toArray();
    }

    /** A number for each micro-batch of this process that no other has. */
    default int numberOf(int microBatch) {
        return microBatch * count() + rank();
    }

    /**
     * Refuses processes that were started on different things.
     *
     * @param what the subject of a sentence
     */
    default void requireSame(String what, String value) {
        if (count() == 1) {
            return;
        }
        String hash = Wire.sha256(value.getBytes(StandardCharsets.UTF_8));
        double mine = Long.parseLong(hash.substring(0, 12), 16); // 48 bits, which a double holds exactly
        double first = sum(isFirst() ? mine : 0)[0];
        double[] differing = new double[count()];
        differing[rank()] = mine == first ? 0 : 1;
        double[] all = sum(differing);
        for (int other = 0; other < all.length; other++) {
            if (all[other] > 0) {
                throw new RunFailure(
                        "ranks-differ",
                        what + " of rank " + other
                                + " is not that of rank 0. All processes of a run need the same job, data, model"
                                + " and folders; on several machines the folders have to be shared.");
            }
        }
    }
}
