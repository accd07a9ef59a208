package hone.training;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How large a model is, by the files of its checkpoint: headers only, no weights are read. An adapter is as large as the model that
 * it belongs to, which lies beside it.
 *
 * @param positions the longest row that it reads, in tokens
 */
record ModelSize(long weights, int positions) {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = ".safetensors";
    private static final String BASE = "hone_base.json";
    private static final int HEADER_BYTES_MAX = 100_000_000;
    private static final List<String> POSITIONS = List.of("max_position_embeddings", "n_positions");

    /** Empty where the checkpoint does not lie in the folder or is none that can be read. */
    static Optional<ModelSize> of(Path folder, String sha256) {
        Path checkpoint = folder.resolve(sha256);
        try {
            if (Files.exists(checkpoint.resolve(BASE))) {
                checkpoint = folder.resolve(json(Files.readAllBytes(checkpoint.resolve(BASE)))
                        .path("sha256")
                        .asText());
            }
            JsonNode config = json(Files.readAllBytes(checkpoint.resolve(CONFIG)));
            Optional<Integer> positions = POSITIONS.stream()
                    .map(config::path)
                    .filter(JsonNode::canConvertToInt)
                    .map(JsonNode::asInt)
                    .findFirst();
            long weights = 0;
            for (Path file : filesOfWeights(checkpoint)) {
                weights += weights(file);
            }
            long all = weights;
            return positions.filter(tokens -> tokens > 0 && all > 0).map(tokens -> new ModelSize(all, tokens));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the page says that it can't tell; whatever trains the model says why
        }
    }

    private static List<Path> filesOfWeights(Path checkpoint) throws IOException {
        try (Stream<Path> files = Files.list(checkpoint)) {
            return files.filter(file -> file.getFileName().toString().endsWith(WEIGHTS))
                    .toList();
        }
    }

    private static long weights(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long length = ByteBuffer.wrap(in.readNBytes(Long.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            if (length < 0 || length > HEADER_BYTES_MAX) {
                throw new IOException("a header of " + length + " bytes");
            }
            long weights = 0;
            for (JsonNode tensor : json(in.readNBytes((int) length))) {
                if (tensor.path("shape").isArray()) {
                    long product = 1;
                    for (JsonNode size : tensor.path("shape")) {
                        product *= size.asLong();
                    }
                    weights += product;
                }
            }
            return weights;
        }
    }

    private static JsonNode json(byte[] bytes) {
        return Wire.read(bytes, JsonNode.class);
    }
}
