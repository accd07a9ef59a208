package hone.trainer.tensor;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.eye;

import hone.contract.Recipe;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The only place where tensors are made of Java's numbers, or of none, and where Java reads a tensor's numbers. What is made here lies on
 * the process's {@link Device}; what libtorch computes from it lies there too, so nothing else has to know where that is. A test names
 * the few that have reasons to work with the processor's memory by themselves.
 */
public final class Tensors {
    private static volatile Device device = Processor.ALL;

    private Tensors() {}

    /** Where this process computes. */
    public static Device device() {
        return device;
    }

    /**
     * Chooses where this process computes, once, before it makes a tensor. Where nobody chooses it is the processor.
     *
     * @param word what a recipe says
     * @param process which of the processes on this machine this is
     */
    public static void computeOn(String word, int process) {
        switch (word) {
            case Recipe.CPU -> computeOn(Processor.ALL);
            case Recipe.CUDA -> {
                computeOn(Cuda.of(Cuda.Found.here(), process));
                Torch.warnOfNonDeterminism();
            }
            default -> throw new IllegalArgumentException("there is no device '" + word + "'");
        }
    }

    static void computeOn(Device chosen) {
        device = chosen;
    }

    public static Tensor of(float[] numbers, long... shape) {
        return device.place(Tensor.create(numbers, shape));
    }

    public static Tensor of(long[] numbers, long... shape) {
        return device.place(Tensor.create(numbers, shape));
    }

    public static Tensor of(boolean[] numbers, long... shape) {
        return device.place(Tensor.create(numbers, shape));
    }

    /** f32. */
    public static Tensor zeros(long... shape) {
        return torch.zeros(shape, device.options(ScalarType.Float));
    }

    /** f32, to be written to before it is read. */
    public static Tensor empty(long... shape) {
        return torch.empty(shape, device.options(ScalarType.Float), null);
    }

    /** True everywhere. */
    public static Tensor trues(long... shape) {
        return torch.ones(shape, device.options(ScalarType.Bool));
    }

    /** True on the diagonal. */
    public static Tensor diagonal(long size) { // → (size, size)
        return eye(size, device.options(ScalarType.Bool));
    }

    /** 0, 1, … as whole numbers. */
    public static Tensor upTo(long count) { // → (count)
        return arange(new Scalar(count), device.options(ScalarType.Long));
    }

    /** The same as f32. */
    public static Tensor floatsUpTo(long count) { // → (count)
        return arange(new Scalar(count), device.options(ScalarType.Float));
    }

    /** What was read from a file or drawn at random with the processor, where this process computes. */
    public static Tensor placed(Tensor ofProcessor) {
        return device.place(ofProcessor);
    }

    /** The same of a kept tensor, which is released if another takes its place; the result is kept. */
    public static Tensor placedAndKept(Tensor ofProcessor) {
        if (device == Processor.ALL) {
            return ofProcessor;
        }
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor there = Scope.keep(device.place(ofProcessor));
            Scope.release(ofProcessor);
            return there;
        }
    }

    /** In the processor's memory, to be written to a file or sent. */
    public static Tensor fetched(Tensor tensor) {
        return device.fetch(tensor);
    }

    /** The numbers of an f32 tensor of any shape, row after row. */
    public static float[] floats(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        pointer(tensor).get(numbers);
        return numbers;
    }

    public static long[] longs(Tensor tensor) {
        long[] numbers = new long[(int) tensor.numel()];
        new LongPointer(device.fetch(tensor).contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    public static double[] doubles(Tensor tensor) {
        double[] numbers = new double[(int) tensor.numel()];
        new DoublePointer(device.fetch(tensor).contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    /** The numbers of an f32 tensor to be read one by one, as long as the scope is open. They are the tensor's own only with a processor. */
    public static FloatPointer pointer(Tensor tensor) {
        return new FloatPointer(device.fetch(tensor).contiguous().data_ptr());
    }
}
