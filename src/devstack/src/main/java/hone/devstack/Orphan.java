package hone.devstack;

import java.io.IOException;

/** A child JVM ends when its parent does, however the parent ended: its standard input closes. */
final class Orphan {
    static void exitWithParent() {
        Thread t = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is ever written
                }
            } catch (IOException e) {
                // the same as a closed pipe
            }
            System.exit(0);
        }, "parent-watch");
        t.setDaemon(true);
        t.start();
    }
    private Orphan() { }
}
