package hone.bench.demo;

import hone.bench.figures.Figures;
import hone.bench.stack.RunningHone;
import java.io.IOException;
import java.util.Optional;

/** Kills one part with -9, by its process id, when told to; in a demo without {@code --kill} it does nothing. */
final class Saboteur {
    private final RunningHone hone;
    private final Optional<Part> part;
    private int kills;

    Saboteur(RunningHone hone, Optional<Part> part) {
        this.hone = hone;
        this.part = part;
    }

    boolean targets(Part one) {
        return part.filter(one::equals).isPresent();
    }

    boolean idle() {
        return part.isEmpty();
    }

    /** @return false when there is no such process now */
    synchronized boolean kill(String occasion) throws IOException {
        if (part.isEmpty()) {
            return true;
        }
        Optional<ProcessHandle> victim = hone.process(part.get().word());
        if (victim.isEmpty() || !victim.get().destroyForcibly()) {
            return false;
        }
        kills++;
        Figures.log(
                "Killed with -9, %s: %s, process %d",
                occasion, part.get().word(), victim.get().pid());
        return true;
    }

    synchronized int kills() {
        return kills;
    }
}
