package hone.supervisor;

/**
 * Decides whether a worker that died is restarted. Only a new checkpoint is progress: a worker that always dies at the same point
 * would otherwise run forever.
 *
 * @param restartsMax deaths in a row, without progress, after which the worker is not restarted
 */
record RestartPolicy(int restartsMax) {
    RestartPolicy {
        if (restartsMax < 0) {
            throw new IllegalArgumentException("hone.restarts is " + restartsMax + ", but must not be negative");
        }
    }

    /**
     * Deaths since the last progress; stored in the run's folder, so that a supervisor that dies with its worker continues
     * counting.
     *
     * @param progress {@link EventLog.Story#progress} at the last death
     */
    record Deaths(int count, long progress) {
        static final Deaths NONE = new Deaths(0, 0);

        Deaths afterAnother(long progressNow) {
            return progressNow > progress ? new Deaths(1, progressNow) : new Deaths(count + 1, progress);
        }
    }

    boolean allowsRestart(Deaths deaths) {
        return deaths.count() <= restartsMax;
    }
}
