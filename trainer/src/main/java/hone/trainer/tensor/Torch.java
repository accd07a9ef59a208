package hone.trainer.tensor;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.globalContext;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import hone.contract.Recipe;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Loads libtorch and configures what is global to the process. */
public final class Torch {
    private static final String VERSION = "pytorch-2.10.0-1.5.13";

    private static final int WIDE = 512;

    private static int threadsInProducts;

    private Torch() {}

    /**
     * Must be called once, first. OpenBLAS has threads of its own, see {@link #threadsFor}.
     *
     * @throws RunFailure if libtorch is built for something that this machine does not have
     */
    public static void start(int threads) {
        try {
            get_num_threads();
        } catch (LinkageError e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new RunFailure(
                    "no-libtorch",
                    "libtorch can't be loaded on this machine (" + why
                            + "). An installation that was built with -Pgpu needs CUDA, cuDNN, NCCL and NVIDIA's driver, even"
                            + " for jobs on processors; install them, or build without it.",
                    e);
        }
        set_num_threads(threads);
        threadsInProducts(1);
        globalContext().setDeterministicAlgorithms(true, false);
    }

    /**
     * Gives matrix products more than one thread if they are wide enough to gain from it. OpenBLAS's threads spin while they wait
     * for each other: on a busy machine a narrow model ran five times slower with two of them than with one (NOTES.md).
     */
    public static void threadsFor(int modelWidth, int threads) {
        threadsInProducts(isWide(modelWidth) ? threads : 1);
    }

    /** Some operations have no deterministic kernel for GPUs: then a warning is written where processors would refuse. */
    static void warnOfNonDeterminism() {
        globalContext().setDeterministicAlgorithms(true, true);
    }

    /** Of all products from now on, on any thread. */
    public static synchronized void threadsInProducts(int threads) {
        if (threads != threadsInProducts) {
            try (Scope scope = Scope.open()) { // each call makes a pointer to OpenBLAS's function
                openblas_nolapack.blas_set_num_threads(threads);
            }
            threadsInProducts = threads;
        }
    }

    /** Whether threads are used inside matrix products rather than for several of them at a time. */
    public static boolean isWide(int modelWidth) {
        return modelWidth >= WIDE;
    }

    /** Seeds libtorch's own generator, whose state is part of every checkpoint. */
    public static void seed(long seed) {
        manual_seed(seed);
    }

    /**
     * Processor and library: a resumed run is bit-equal only where these are the same.
     *
     * @param device what the recipe says of it
     */
    public static String machine(Optional<String> device) {
        return machine()
                + device.filter(word -> !word.equals(Recipe.CPU))
                        .map(word -> ", " + word)
                        .orElse("");
    }

    public static String machine() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String processor = lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch", "unknown"));
            return processor + ", " + VERSION;
        } catch (IOException e) {
            return System.getProperty("os.arch", "unknown") + ", " + VERSION;
        }
    }
}
