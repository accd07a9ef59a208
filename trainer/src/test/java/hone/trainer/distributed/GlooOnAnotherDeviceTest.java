package hone.trainer.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import hone.trainer.tensor.LazyDevice;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Gradients that are not in the processor's memory go there to be added up, and come back. One process is enough to see that. */
class GlooOnAnotherDeviceTest {
    /** Of more than a megabyte, which travels alone. */
    private static final int MANY = 300_000;

    @Test
    void gradientsComeBackToWhereTheirParametersAre() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        try (Scope scope = Scope.open();
                LazyDevice device = LazyDevice.open();
                GlooGroup group = GlooGroup.join(new Ranks(0, 1, "127.0.0.1", port, Optional.empty()))) {
            Tensor small = Tensors.of(new float[] {1, 2, 3}, 3).set_requires_grad(true);
            Tensor large = Tensors.zeros(MANY).set_requires_grad(true);
            Tensor unused = Tensors.zeros(2).set_requires_grad(true);
            small.mul(small).sum().add(large.mul(new Scalar(5.0)).sum()).backward();

            group.sumGradients(List.of(small, large, unused));

            assertThat(Tensors.floats(small.grad())).containsExactly(2, 4, 6);
            assertThat(Tensors.floats(large.grad())).hasSize(MANY).containsOnly(5);
            assertThat(LazyDevice.has(small.grad())).isTrue();
            assertThat(LazyDevice.has(large.grad())).isTrue();
            assertThat(unused.grad().defined()).isFalse();
            assertThat(group.sum(1, 2)).containsExactly(1, 2);
        }
    }
}
