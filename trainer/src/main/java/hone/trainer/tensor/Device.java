package hone.trainer.tensor;

import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where a process keeps its tensors and computes with them. A worker runs one job, so there is one device in a process, and {@link
 * Tensors} knows it. Files, random numbers and what processes tell each other stay with the processor's own memory.
 */
public interface Device {
    /** What is needed to make a tensor there. */
    TensorOptions options(ScalarType type);

    /** A tensor of the processor's memory, there; itself if it is there already. */
    Tensor place(Tensor ofProcessor);

    /** A tensor from there, in the processor's memory; itself if it is there already. */
    Tensor fetch(Tensor tensor);

    /** Calls one of libtorch's kernels that the presets do not map, with tensors that are there. */
    default void call(OperatorHandle kernel, IValueVector arguments) {
        kernel.callBoxed(arguments);
    }

    /** Whose autocast chooses the numbers of products there. */
    DeviceType autocast();

    /** Whether pieces of work run at the same time, each on a thread of its own; otherwise one keeps all of the device busy. */
    boolean worksSideBySide();
}
