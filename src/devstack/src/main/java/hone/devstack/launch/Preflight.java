package hone.devstack.launch;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether Hone can start on a machine; if not, what to do about it. */
final class Preflight {

    /** Six JVMs and PostgreSQL take about 1.5 GB, a training run of the shipped model a few hundred MB more. */
    static final long MEMORY_BYTES_MIN = 2L << 30;
    /** The unpacked servers (0.5 GB), an empty database and room for checkpoints. */
    static final long DISK_BYTES_MIN = 2L << 30;

    private Preflight() {}

    static Optional<String> complaint(Machine machine, Settings settings) {
        for (Map.Entry<String, Integer> port : new TreeMap<>(settings.portsByVariable()).entrySet()) {
            if (machine.takenPorts().contains(port.getValue())) {
                return Optional.of(
                        "Port %d is taken by another program: end that program, or choose another port with %s=…, then start again."
                                .formatted(port.getValue(), port.getKey()));
            }
        }
        if (machine.memoryBytes() < MEMORY_BYTES_MIN) {
            return Optional.of("Only %s of memory are free and Hone needs %s: close something large, then start again."
                    .formatted(gigabytes(machine.memoryBytes()), gigabytes(MEMORY_BYTES_MIN)));
        }
        if (machine.diskBytes() < DISK_BYTES_MIN) {
            return Optional.of(
                    "Only %s of disk are free at %s and Hone needs %s: make room, or name another folder with HONE_DATA=…, then start again."
                            .formatted(gigabytes(machine.diskBytes()), settings.data(), gigabytes(DISK_BYTES_MIN)));
        }
        if (machine.root() && !machine.userNamespaces()) {
            return Optional.of(
                    "PostgreSQL does not run as root, and this system does not let root leave that role (no user namespaces): start Hone as an ordinary user.");
        }
        return Optional.empty();
    }

    private static String gigabytes(long bytes) {
        return "%.1f GB".formatted(bytes / (double) (1L << 30));
    }
}
