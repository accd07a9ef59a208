package hone.devstack;

import java.io.IOException;

/** Ends a child JVM once its parent has ended, however that happened: the pipe of its standard input closes. */
final class OrphanWatch {

    private OrphanWatch() {}

    static void exitWithParent() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                // Nothing is ever written to the pipe, so a read returns only at its end.
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                // A broken pipe says the same as a closed one.
            }
            System.exit(0);
        });
    }
}
