package hone.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.trainer.run.RunFailure;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said where no GPU can be used, and which one each process has. That one computes was never tested: there is none. */
class CudaTest {
    @BeforeAll
    static void loaded() {
        Torch.start(1);
    }

    @Test
    void aLibtorchForProcessorsAloneIsToldApartFromAMachineWithoutADriver() {
        assertThatThrownBy(() -> Cuda.of(new Cuda.Found(false, 0), 0))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("built for processors alone")
                .hasMessageContaining("-Pgpu");
        assertThatThrownBy(() -> Cuda.of(new Cuda.Found(true, 0), 0))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("no driver that fits")
                .hasMessageContaining("nvidia-smi")
                .hasMessageNotContaining("-Pgpu");
    }

    @Test
    void processesOfAMachineTakeItsGpusInTurn() {
        Cuda.Found two = new Cuda.Found(true, 2);

        assertThat(Cuda.of(two, 0)).isEqualTo(new Cuda(0));
        assertThat(Cuda.of(two, 1)).isEqualTo(new Cuda(1));
        assertThat(Cuda.of(two, 2)).isEqualTo(new Cuda(0));
    }

    @Test
    void newTensorsAreAskedForOnItsGpu() {
        try (Scope scope = Scope.open()) {
            Device asked = new Cuda(1).options(ScalarType.Long).device();

            assertThat(asked.type().intern()).isEqualTo(DeviceType.CUDA);
            assertThat(asked.index()).isEqualTo((byte) 1);
        }
    }
}
