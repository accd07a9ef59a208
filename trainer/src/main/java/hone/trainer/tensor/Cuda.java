package hone.trainer.tensor;

import static org.bytedeco.pytorch.global.torch.getNumGPUs;

import hone.trainer.run.RunFailure;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One of this machine's NVIDIA GPUs. Never run on one: what it does is libtorch's usual way, and that every tensor of a run goes through
 * it is tested on another device (NOTES.md).
 *
 * @param index which of them, counted from 0
 */
record Cuda(int index) implements Device {
    private static final String NONE = "no-gpu";

    /**
     * What libtorch says of GPUs.
     *
     * @param built whether it is built for them at all
     * @param found how many it can use; 0 without a driver
     */
    record Found(boolean built, long found) {
        static Found here() {
            return new Found(Context.hasCUDART(), getNumGPUs());
        }
    }

    /**
     * The GPU of one of several processes: as many processes as there are GPUs have one each, more of them share.
     *
     * @param process of those on this machine, counted from 0
     * @throws RunFailure if there is none that can be used
     */
    static Cuda of(Found found, int process) {
        if (!found.built) {
            throw new RunFailure(
                    NONE,
                    "The recipe asks for a GPU (device cuda), and this installation's libtorch is built for processors alone."
                            + " Build the trainer with -Pgpu (trainer/README.md, GPUs), or take device out of the recipe.");
        }
        if (found.found < 1) {
            throw new RunFailure(
                    NONE,
                    "The recipe asks for a GPU (device cuda), and none can be used on this machine: it has no NVIDIA GPU,"
                            + " or no driver that fits. Install the driver (nvidia-smi has to show a GPU), or take device"
                            + " out of the recipe.");
        }
        return new Cuda((int) (process % found.found));
    }

    private org.bytedeco.pytorch.Device there() {
        return new org.bytedeco.pytorch.Device(DeviceType.CUDA, (byte) index);
    }

    @Override
    public TensorOptions options(ScalarType type) {
        return new TensorOptions(type).device(new DeviceOptional(there()));
    }

    @Override
    public Tensor place(Tensor ofProcessor) {
        return ofProcessor.to(there(), ofProcessor.scalar_type());
    }

    @Override
    public Tensor fetch(Tensor tensor) {
        return tensor.cpu();
    }

    @Override
    public DeviceType autocast() {
        return DeviceType.CUDA;
    }

    /** Kernels of several threads would wait for each other in the one stream that they all use. */
    @Override
    public boolean worksSideBySide() {
        return false;
    }
}
