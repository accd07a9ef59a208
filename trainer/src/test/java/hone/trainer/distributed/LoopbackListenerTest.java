package hone.trainer.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LoopbackListenerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void itListensOnTheLoopbackAddressAlone() throws IOException {
        int port = freePort();

        LoopbackListener.listen(port);

        try (Socket socket = new Socket("127.0.0.1", port)) {
            assertThat(socket.isConnected()).isTrue();
        }
        String inHex = String.format(Locale.ROOT, ":%04X", port);
        List<String> listening = Files.readAllLines(Path.of("/proc/self/net/tcp")).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(inHex) && fields[3].equals("0A")) // LISTEN
                .map(fields -> fields[1])
                .toList();
        assertThat(listening).containsExactly("0100007F" + inHex);
    }

    @Test
    void aPortThatSomebodyHasIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> LoopbackListener.listen(taken.getLocalPort()))
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
