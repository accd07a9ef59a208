package hone.trainer.weights;

import hone.contract.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * How weights are divided into files as transformers does: in one as long as they fit, else in several, named with their number,
 * and an index.
 */
public record WeightShards(List<Shard> files, Optional<Index> index) {
    /** transformers' own limit was this for years, and what hosts of models accept goes by it. */
    public static final long BYTES_MAX = 5_000_000_000L;

    /** One file. */
    public record Shard(String name, Map<String, Tensor> tensors) {}

    /** The file that says where each tensor is. */
    public record Index(String name, byte[] json) {}

    public static WeightShards of(Map<String, Tensor> parameters, long bytesMax) {
        List<Map<String, Tensor>> parts = new ArrayList<>();
        long free = 0;
        for (var entry : parameters.entrySet()) {
            long bytes = entry.getValue().nbytes();
            if (parts.isEmpty() || (bytes > free && !parts.getLast().isEmpty())) {
                parts.add(new LinkedHashMap<>());
                free = bytesMax;
            }
            parts.getLast().put(entry.getKey(), entry.getValue());
            free -= bytes;
        }
        if (parts.size() <= 1) {
            return new WeightShards(List.of(new Shard(ModelFiles.WEIGHTS, parameters)), Optional.empty());
        }
        List<Shard> files = new ArrayList<>();
        Map<String, String> where = new LinkedHashMap<>();
        for (Map<String, Tensor> part : parts) {
            String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", files.size() + 1, parts.size());
            files.add(new Shard(name, part));
            part.keySet().forEach(tensor -> where.put(tensor, name));
        }
        long elements = parameters.values().stream().mapToLong(Tensor::numel).sum();
        long total = parameters.values().stream().mapToLong(Tensor::nbytes).sum();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metadata", Map.of("total_parameters", elements, "total_size", total));
        json.put("weight_map", where);
        return new WeightShards(files, Optional.of(new Index(WeightFiles.INDEX, Wire.bytes(json))));
    }
}
