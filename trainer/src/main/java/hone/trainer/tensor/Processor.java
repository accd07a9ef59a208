package hone.trainer.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** This machine's processors and their memory, where nothing has to be brought or fetched. */
enum Processor implements Device {
    ALL;

    @Override
    public TensorOptions options(ScalarType type) {
        return new TensorOptions(type);
    }

    @Override
    public Tensor place(Tensor ofProcessor) {
        return ofProcessor;
    }

    @Override
    public Tensor fetch(Tensor tensor) {
        return tensor;
    }

    @Override
    public DeviceType autocast() {
        return DeviceType.CPU;
    }

    @Override
    public boolean worksSideBySide() {
        return true;
    }
}
