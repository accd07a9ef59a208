package hone.trainer.serve;

import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which names are served by which checkpoints, and which of these are in memory. A name is switched in one step once its new
 * weights are loaded, so a request gets the old or the new ones, never none. There may be more names than fit into memory:
 * weights are loaded again when they are requested, and those unused longest are unloaded.
 */
final class Models implements AutoCloseable {
    static final int NAMES_MAX = 1000;

    private final int loadedMax;
    private final int threads;
    private final long prefixBytes;
    private final Map<String, Named> names = new TreeMap<>();
    private final Map<Path, Loaded> loaded = new HashMap<>();
    private final Map<Path, Object> loading = new ConcurrentHashMap<>();
    private long uses;

    /** A name and the checkpoint it stands for, with its chat template in words. */
    record Named(String name, Path directory, long sinceSeconds, Optional<String> template, Optional<String> warning) {}

    private static final class Loaded {
        private final ServedModel model;
        private long lastUse;

        private Loaded(ServedModel model) {
            this.model = model;
        }
    }

    /** @param loadedMax models in memory, not counting old ones that still have answers to finish */
    Models(int loadedMax, int threads, long prefixBytes) {
        this.loadedMax = loadedMax;
        this.threads = threads;
        this.prefixBytes = prefixBytes;
    }

    /** Loads the checkpoint unless it is loaded, then switches the name to it. */
    ServedName serve(String name, Path directory) {
        ServedModel model = acquire(directory);
        try {
            synchronized (this) {
                if (!names.containsKey(name) && names.size() >= NAMES_MAX) {
                    throw new RunFailure("too-many-models", "This server knows " + NAMES_MAX + " names already.");
                }
                Optional<Named> before = Optional.ofNullable(names.get(name));
                if (before.isEmpty() || !before.get().directory().equals(directory)) {
                    names.put(
                            name,
                            new Named(
                                    name,
                                    directory,
                                    System.currentTimeMillis() / 1000,
                                    Optional.of(model.template()),
                                    model.warning()));
                }
                before.ifPresent(earlier -> retireUnlessNamed(earlier.directory()));
            }
            return new ServedName(name, model.address());
        } finally {
            model.release();
        }
    }

    /** A name and the sha256 of the weights that it stands for. */
    record ServedName(String name, String address) {}

    synchronized boolean forget(String name) {
        Optional<Named> before = Optional.ofNullable(names.remove(name));
        before.ifPresent(earlier -> retireUnlessNamed(earlier.directory()));
        return before.isPresent();
    }

    synchronized List<Named> names() {
        return List.copyOf(names.values());
    }

    synchronized int loadedCount() {
        return loaded.size();
    }

    /** The model that a name stands for now; the caller must release it. */
    ServedModel acquire(String name) {
        Path directory;
        synchronized (this) {
            directory = Optional.ofNullable(names.get(name))
                    .map(Named::directory)
                    .orElseThrow(() -> ApiError.noSuchModel(name));
        }
        return acquire(directory);
    }

    private ServedModel acquire(Path directory) {
        Optional<ServedModel> there = acquireIfLoaded(directory);
        if (there.isPresent()) {
            return there.get();
        }
        // One caller loads; callers who want the same weights wait for it, others do not.
        synchronized (loading.computeIfAbsent(directory, path -> new Object())) {
            there = acquireIfLoaded(directory);
            if (there.isPresent()) {
                return there.get();
            }
            ServedModel model = ServedModel.load(directory, threads, prefixBytes);
            model.acquire();
            keep(directory, model);
            return model;
        }
    }

    private synchronized Optional<ServedModel> acquireIfLoaded(Path directory) {
        Optional<Loaded> there = Optional.ofNullable(loaded.get(directory)).filter(one -> one.model.acquire());
        there.ifPresent(one -> one.lastUse = uses++);
        return there.map(one -> one.model);
    }

    private synchronized void keep(Path directory, ServedModel model) {
        Loaded fresh = new Loaded(model);
        fresh.lastUse = uses++;
        // If the name was switched while it was loading, a folder may have been loaded twice: the former weights must
        // go.
        Optional.ofNullable(loaded.put(directory, fresh)).ifPresent(former -> former.model.retire());
        while (loaded.size() > loadedMax) {
            List<Map.Entry<Path, Loaded>> others = new ArrayList<>(loaded.entrySet());
            others.removeIf(entry -> entry.getValue() == fresh);
            // Idle ones first, then the one unused longest; one with unfinished answers stays until they have ended.
            others.sort(java.util.Comparator.comparing((Map.Entry<Path, Loaded> entry) ->
                            !entry.getValue().model.idle())
                    .thenComparing(entry -> entry.getValue().lastUse));
            retire(others.getFirst().getKey());
        }
    }

    private void retireUnlessNamed(Path directory) {
        if (names.values().stream().noneMatch(named -> named.directory().equals(directory))) {
            retire(directory);
        }
    }

    private void retire(Path directory) {
        Optional.ofNullable(loaded.remove(directory)).ifPresent(old -> old.model.retire());
        loading.remove(directory);
    }

    @Override
    public synchronized void close() {
        names.clear();
        List.copyOf(loaded.keySet()).forEach(this::retire);
    }
}
