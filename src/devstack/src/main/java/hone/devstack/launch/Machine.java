package hone.devstack.launch;

import hone.devstack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The facts about this machine that decide whether Hone can start on it. */
record Machine(long memoryBytes, long diskBytes, boolean root, boolean userNamespaces, Set<Integer> takenPorts) {

    static Machine seenFor(Settings settings) throws IOException, InterruptedException {
        Set<Integer> taken = new TreeSet<>();
        for (int port : settings.portsByVariable().values()) {
            if (!Ports.isFree(port)) {
                taken.add(port);
            }
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        return new Machine(availableMemory(), freeDisk(settings.data()), root, !root || userNamespacesWork(), taken);
    }

    /** What the system could allocate without swapping, or less if a container's limit is lower. */
    private static long availableMemory() throws IOException {
        long available = Long.MAX_VALUE;
        Path meminfo = Path.of("/proc/meminfo");
        if (Files.isReadable(meminfo)) {
            for (String line : Files.readAllLines(meminfo)) {
                if (line.startsWith("MemAvailable:")) {
                    available = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return Math.min(available, containerRoom());
    }

    private static long containerRoom() throws IOException {
        Path max = Path.of("/sys/fs/cgroup/memory.max");
        Path current = Path.of("/sys/fs/cgroup/memory.current");
        if (!Files.isReadable(max) || !Files.isReadable(current)) {
            return Long.MAX_VALUE;
        }
        String limit = Files.readString(max).strip();
        if (limit.equals("max")) {
            return Long.MAX_VALUE;
        }
        long reclaimable = 0;
        for (String line : Files.readAllLines(Path.of("/sys/fs/cgroup/memory.stat"))) {
            if (line.startsWith("inactive_file ")) {
                reclaimable = Long.parseLong(line.substring("inactive_file ".length()));
            }
        }
        return Long.parseLong(limit) - Long.parseLong(Files.readString(current).strip()) + reclaimable;
    }

    private static long freeDisk(Path data) throws IOException {
        Path existing = data;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? 0 : Files.getFileStore(existing).getUsableSpace();
    }

    /** PostgreSQL refuses to run as root, so root starts it inside a user namespace in which it is not root. */
    private static boolean userNamespacesWork() throws InterruptedException {
        try {
            return new ProcessBuilder(List.of("unshare", "-U", "true"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
