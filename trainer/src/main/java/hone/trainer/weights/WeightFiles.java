package hone.trainer.weights;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files that hold a model's weights: one, or several with an index that says in which of them each tensor is.
 *
 * @param index file name by tensor name; empty for a single file
 */
record WeightFiles(List<Path> files, Map<String, String> index) {
    static final String INDEX = "model.safetensors.index.json";

    private static final int FILES_MAX = 1000;
    /** Of other files that a refusal names. */
    private static final int NAMED_MAX = 5;

    private static final List<String> PICKLES =
            List.of(".bin", ".bin.index.json", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5");

    static WeightFiles of(Path directory) {
        boolean single = ModelFolder.has(directory, ModelFiles.WEIGHTS);
        if (!ModelFolder.has(directory, INDEX)) {
            if (!single) {
                throw nothing(directory);
            }
            return new WeightFiles(List.of(ModelFolder.file(directory, ModelFiles.WEIGHTS)), Map.of());
        }
        WeightFiles shards = shards(directory);
        if (single && !shards.index.containsValue(ModelFiles.WEIGHTS)) {
            throw ModelFiles.refused("the folder holds " + ModelFiles.WEIGHTS + " and an " + INDEX
                    + " of other files, and only one of the two can be meant; remove the other");
        }
        return shards;
    }

    private static WeightFiles shards(Path directory) {
        JsonNode map = ModelFolder.json(directory, INDEX).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw ModelFiles.refused(INDEX + " has no weight_map");
        }
        Map<String, String> index = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(); // one per weight, so most of them repeat
        for (var entry : map.properties()) {
            index.put(entry.getKey(), entry.getValue().asText());
            names.add(entry.getValue().asText());
        }
        if (names.size() > FILES_MAX) {
            throw ModelFiles.refused(INDEX + " names more than " + FILES_MAX + " files");
        }
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path shard = Path.of(name.replace("\0", "")).getFileName();
            if (shard == null || !shard.toString().equals(name)) {
                throw ModelFiles.refused(INDEX + " names a file outside of its directory: " + name);
            }
            files.add(ModelFolder.file(directory, name));
        }
        return new WeightFiles(files, index);
    }

    /** What is in each file according to its header. Index and headers have to say the same. */
    Map<String, SafeTensors.Described> describe() {
        Map<String, SafeTensors.Described> all = new LinkedHashMap<>();
        for (Path file : files) {
            SafeTensors.describe(file).forEach((name, described) -> {
                if (!index.isEmpty() && !String.valueOf(file.getFileName()).equals(index.get(name))) {
                    throw ModelFiles.refused(name + " is in " + file.getFileName() + ", but " + INDEX
                            + (index.containsKey(name)
                                    ? " says that it is in " + index.get(name)
                                    : " does not name it"));
                }
                all.put(name, described);
            });
        }
        for (var entry : index.entrySet()) {
            if (!all.containsKey(entry.getKey())) {
                throw ModelFiles.refused(INDEX + " says that " + entry.getKey() + " is in " + entry.getValue()
                        + ", and it is not there");
            }
        }
        return all;
    }

    private static RunFailure nothing(Path directory) {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> String.valueOf(file.getFileName())).forEach(there::add);
        } catch (IOException e) {
            return new RunFailure("unreadable-checkpoint", "The folder " + directory + " can't be read.");
        }
        for (String name : there) {
            if (PICKLES.stream().anyMatch(name::endsWith)) {
                return new RunFailure(
                        "pickle",
                        "The directory holds " + name
                                + ", a pickle or another format that could run code; convert it to safetensors.");
            }
        }
        List<String> others = there.stream()
                .filter(name -> name.endsWith(".safetensors") || name.endsWith(".gguf"))
                .limit(NAMED_MAX)
                .toList();
        return new RunFailure(
                "unreadable-checkpoint",
                "There is no " + ModelFiles.WEIGHTS + " in " + directory.getFileName()
                        + (others.isEmpty()
                                ? "."
                                : "; it holds " + String.join(", ", others) + ", which is no whole model."));
    }
}
