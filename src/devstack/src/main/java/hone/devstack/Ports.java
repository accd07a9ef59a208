package hone.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where everything listens, on loopback only. The management ports serve health and metrics.
 *
 * <p>The app's port belongs here because Keycloak must know it: a redirect address allows no wildcard in the port.
 */
public record Ports(
        int app,
        int appManagement,
        int supervisorManagement,
        int postgres,
        int kafka,
        int kafkaController,
        int keycloak,
        int keycloakManagement,
        int serve) {

    private static final int COUNT = 9;

    /** Ports that nothing listens on now; below the range from which the system takes ports for outgoing connections. */
    public static Ports free() {
        Set<Integer> found = new LinkedHashSet<>();
        while (found.size() < COUNT) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port)) {
                found.add(port);
            }
        }
        List<Integer> p = List.copyOf(found);
        return new Ports(p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5), p.get(6), p.get(7), p.get(8));
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
