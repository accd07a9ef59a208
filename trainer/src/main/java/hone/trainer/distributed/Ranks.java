package hone.trainer.distributed;

import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of several processes this is and where they meet, by the variables that torchrun sets, and so do Kubeflow's trainer and {@code
 * ./hone train --nproc}. Source: torch.distributed's {@code env://} rendezvous.
 *
 * @param masterAddress where the store of addresses is
 * @param storePrefix of keys in a store that torchrun itself keeps and every process only reads; empty if the first process keeps it
 */
public record Ranks(int rank, int count, String masterAddress, int masterPort, Optional<String> storePrefix) {
    static final String RANK = "RANK";
    static final String WORLD_SIZE = "WORLD_SIZE";
    static final String LOCAL_RANK = "LOCAL_RANK";
    static final String LOCAL_WORLD_SIZE = "LOCAL_WORLD_SIZE";
    static final String MASTER_ADDR = "MASTER_ADDR";
    static final String MASTER_PORT = "MASTER_PORT";

    /** The largest world that anybody has tried with torch.distributed is far below. */
    private static final int COUNT_MAX = 4096;

    private static final int PORT_MAX = 65535;
    private static final List<String> NEEDED = List.of(RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT);
    private static final List<String> OWN = List.of(RANK, WORLD_SIZE);

    /** Empty if this process trains alone. */
    public static Optional<Ranks> of(Map<String, String> environment) {
        if (OWN.stream().noneMatch(environment::containsKey)) {
            return Optional.empty();
        }
        List<String> missing = NEEDED.stream()
                .filter(name -> environment.getOrDefault(name, "").isBlank())
                .toList();
        if (!missing.isEmpty()) {
            throw refused(OWN.stream().filter(environment::containsKey).collect(Collectors.joining(" and "))
                    + " is set, but not " + String.join(", ", missing)
                    + ". Whoever starts several processes sets all of " + String.join(", ", NEEDED)
                    + "; unset them all for a single one");
        }
        int count = Options.whole(WORLD_SIZE, environment.getOrDefault(WORLD_SIZE, ""), 1, COUNT_MAX);
        int rank = Options.whole(RANK, environment.getOrDefault(RANK, ""), 0, COUNT_MAX);
        if (rank >= count) {
            throw refused("RANK is " + rank + ", but ranks are counted from 0 and WORLD_SIZE is " + count);
        }
        int port = Options.whole(MASTER_PORT, environment.getOrDefault(MASTER_PORT, ""), 1, PORT_MAX);
        Optional<String> prefix = "True".equals(environment.get("TORCHELASTIC_USE_AGENT_STORE"))
                ? Optional.of("/worker/attempt_" + environment.getOrDefault("TORCHELASTIC_RESTART_COUNT", "0"))
                : Optional.empty();
        return count == 1
                ? Optional.empty()
                : Optional.of(new Ranks(
                        rank, count, environment.getOrDefault(MASTER_ADDR, "").strip(), port, prefix));
    }

    /** Which of the processes on this machine this is, counted from 0; as far as is known, all are on this one. */
    public static int onThisMachine(Map<String, String> environment) {
        String said = environment.getOrDefault(LOCAL_RANK, environment.getOrDefault(RANK, "0"));
        return Options.whole(LOCAL_RANK, said, 0, COUNT_MAX);
    }

    /** Whether this process keeps the store in which the others find each other's addresses. */
    boolean keepsStore() {
        return rank == 0 && storePrefix.isEmpty();
    }

    /** Whether all processes are on this machine, so that nothing has to be reachable from elsewhere. */
    boolean areOnThisMachine() {
        try {
            return InetAddress.getByName(masterAddress).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw refused("MASTER_ADDR is " + masterAddress + ", and no machine of that name can be found");
        }
    }

    private static RunFailure refused(String what) {
        return new RunFailure("bad-ranks", what + ".");
    }
}
