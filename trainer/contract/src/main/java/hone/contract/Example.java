package hone.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * At least one JSON example of every released shape, on the class path under {@code contract/v1}: the app's and the trainer's
 * tests read the same files. An example is never edited to make a test pass; a shape that grows gets a further one.
 */
public record Example(String shape, String name, String json) {
    private static final String ROOT = "/contract/v1/";

    /** All of them, in the order of {@code index.txt}, whose lines are {@code Shape/name}. */
    public static List<Example> all() {
        return resource("index.txt").lines().map(Example::at).toList();
    }

    /** Those of one shape, which is named by its class: {@code RunEvent}. */
    public static List<Example> of(Class<?> shape) {
        return all().stream()
                .filter(example -> example.shape.equals(shape.getSimpleName()))
                .toList();
    }

    /** A file below {@code contract/v1}, as it is. */
    public static String resource(String path) {
        try (InputStream in = Example.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no example " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example at(String path) {
        int slash = path.indexOf('/');
        return new Example(path.substring(0, slash), path.substring(slash + 1), resource(path + ".json"));
    }
}
