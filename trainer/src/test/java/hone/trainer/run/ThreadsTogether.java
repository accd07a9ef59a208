package hone.trainer.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** Threads in place of processes: each value is added up once all have brought theirs. */
public final class ThreadsTogether implements DataParallel {
    private final int rank;
    private final double[][] brought;
    private final CyclicBarrier barrier;

    private ThreadsTogether(int rank, double[][] brought, CyclicBarrier barrier) {
        this.rank = rank;
        this.brought = brought;
        this.barrier = barrier;
    }

    /** What each of several threads comes to. */
    public static <T> List<T> each(int count, Function<DataParallel, T> work) throws Exception {
        double[][] brought = new double[count][];
        CyclicBarrier barrier = new CyclicBarrier(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<T>> running = new ArrayList<>();
            for (int rank = 0; rank < count; rank++) {
                DataParallel together = new ThreadsTogether(rank, brought, barrier);
                running.add(threads.submit(() -> work.apply(together)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int count() {
        return brought.length;
    }

    @Override
    public double[] sum(double... values) {
        try {
            brought[rank] = values;
            barrier.await();
            double[] sums = new double[values.length];
            Arrays.stream(brought).forEach(one -> Arrays.setAll(sums, i -> sums[i] + one[i]));
            barrier.await();
            return sums;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void sumGradients(Collection<Tensor> parameters) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void tell(RunFailure failure) {
        throw new UnsupportedOperationException();
    }
}
