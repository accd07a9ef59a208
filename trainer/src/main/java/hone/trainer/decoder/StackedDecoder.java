package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.embedding;

import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A stack of blocks between an embedding and an output matrix, as all families are; in what they differ is in the parts. Parameters
 * are f32. There is no dropout, whatever a config.json names: fine-tuning sees each example a few times only.
 */
final class StackedDecoder implements Decoder {
    private final DecoderConfig config;
    private final Map<String, Tensor> parameters;
    private final Parts parts;
    private final Map<Rope, RotaryPositions> rotations;
    private final Map<String, Linear> linears;
    private final Optional<Adapter> adapter;
    private final Decoder base;
    private boolean recomputes;

    /**
     * What a family assembles.
     *
     * @param tokens the embedding (V, H)
     * @param embeddingScale multiplies embeddings; empty for 1
     * @param positions learned, added to embeddings (positions, H); empty in families that rotate
     * @param blocks one for each layer
     */
    record Parts(
            Tensor tokens,
            OptionalDouble embeddingScale,
            Optional<Tensor> positions,
            List<Block> blocks,
            Norm finalNorm,
            Output output) {
        Parts halved(HalfWeights.Maker maker, Consumer<List<SideBySide.Work>> run) {
            Block[] halves = new Block[blocks.size()];
            Output[] halfOutput = {output};
            List<SideBySide.Work> pieces = new ArrayList<>();
            pieces.add(() -> halfOutput[0] = output.halved(maker)); // it takes the longest
            for (int i = 0; i < halves.length; i++) {
                int index = i;
                pieces.add(() -> halves[index] = blocks.get(index).halved(maker));
            }
            run.accept(pieces);
            return new Parts(tokens, embeddingScale, positions, List.of(halves), finalNorm, halfOutput[0]);
        }
    }

    StackedDecoder(DecoderConfig config, Map<String, Tensor> parameters) {
        this(config, parameters, rotations(config), Optional.empty());
    }

    private StackedDecoder(
            DecoderConfig config,
            Map<String, Tensor> parameters,
            Map<Rope, RotaryPositions> rotations,
            Optional<Adapted> adapted) {
        this.config = config;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.rotations = rotations;
        adapter = adapted.map(Adapted::adapter);
        base = adapted.map(Adapted::base).orElse(this);
        Parameters named = new Parameters(this.parameters, adapter);
        parts = config.family().assembly().parts(config, named);
        linears = named.linears();
        boolean trained = adapter.isEmpty();
        try (Scope scope = Scope.open()) {
            this.parameters.values().forEach(parameter -> parameter.set_requires_grad(trained));
        }
    }

    /** The same in half precision. */
    private StackedDecoder(StackedDecoder of, Parts halved) {
        config = of.config;
        parameters = of.parameters;
        rotations = of.rotations;
        adapter = of.adapter;
        base = of.base;
        linears = of.linears;
        parts = halved;
    }

    /** What a decoder with an adapter is made of. */
    private record Adapted(Decoder base, Adapter adapter) {}

    private static Map<Rope, RotaryPositions> rotations(DecoderConfig config) {
        Map<Rope, RotaryPositions> rotations = new HashMap<>();
        for (LayerPlan layer : config.plan()) {
            layer.rope()
                    .ifPresent(rope -> rotations.computeIfAbsent(
                            rope,
                            once -> new RotaryPositions(once, config.heads().dim())));
        }
        return rotations;
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return parameters;
    }

    @Override
    public Map<String, Linear> linears() {
        return linears;
    }

    @Override
    public Decoder with(Adapter added) {
        return new StackedDecoder(config, parameters, rotations, Optional.of(new Adapted(base, added)));
    }

    @Override
    public Optional<Adapter> adapter() {
        return adapter;
    }

    @Override
    public Decoder base() {
        return base;
    }

    @Override
    public HalfWeights halved(Consumer<List<SideBySide.Work>> run) {
        HalfWeights.Maker maker = new HalfWeights.Maker();
        if (parts.output.half().isPresent()) {
            return new HalfWeights(this, maker);
        }
        Parts halved = parts.halved(maker, run);
        return new HalfWeights(maker.madeAny() ? new StackedDecoder(this, halved) : this, maker);
    }

    @Override
    public void recompute(boolean instead) {
        recomputes = instead;
    }

    @Override
    public void copyTokenRow(int from, int to) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            parts.tokens.select(0, to).copy_(parts.tokens.select(0, from));
            if (!config.tied()) {
                Tensor output = parts.output.weight();
                output.select(0, to).copy_(output.select(0, from));
            }
        }
    }

    @Override
    public Tensor hidden(Tensor ids, Reading reading) {
        long length = ids.size(1);
        if (length > config.positions()) {
            throw new RunFailure(
                    "bad-recipe",
                    "A row of " + length + " tokens is longer than the model's " + config.positions() + ".");
        }
        Tensor embedded = embedded(ids, reading); // (B, T, H)
        Map<Rope, RotaryPositions.Angles> angles = new HashMap<>(); // most models have one of each in all layers
        Map<OptionalInt, Optional<Tensor>> masks = new HashMap<>();
        List<UnaryOperator<Tensor>> layers = new ArrayList<>();
        for (int i = 0; i < parts.blocks.size(); i++) {
            int index = i;
            Block block = parts.blocks.get(i);
            LayerPlan layer = config.plan().get(i);
            LayerReading layerReading = new LayerReading(
                    layer.rope().map(rope -> angles.computeIfAbsent(rope, once -> angles(once, reading, length))),
                    masks.computeIfAbsent(
                            layer.window(), once -> AttentionMask.within(once, reading.visible(), length)),
                    reading.cache().map(all -> all.layer(index)));
            layers.add(x -> block.apply(x, layerReading));
        }
        Tensor x = recomputes && GradMode.is_enabled()
                ? Recomputation.through(layers, embedded)
                : through(layers, embedded); // (B, T, H)
        reading.cache().ifPresent(all -> all.grow(length));
        return parts.finalNorm.apply(x); // (B, T, H)
    }

    private static Tensor through(List<UnaryOperator<Tensor>> layers, Tensor x) { // (B, T, H) → the same
        for (UnaryOperator<Tensor> layer : layers) {
            Tensor before = x;
            x = Scope.result(() -> layer.apply(before));
        }
        return x;
    }

    @Override
    public Output output() {
        return parts.output;
    }

    private Tensor embedded(Tensor ids, Reading reading) { // (B, T) → (B, T, H)
        Tensor x = embedding(parts.tokens, ids);
        if (parts.embeddingScale.isPresent()) {
            x = x.mul(new Scalar(parts.embeddingScale.getAsDouble()));
        }
        if (parts.positions.isEmpty()) {
            return x;
        }
        Tensor learned = parts.positions.get();
        return x.add(
                reading.positions().isPresent()
                        ? embedding(learned, reading.positions().get())
                        : learned.narrow(0, 0, ids.size(1)));
    }

    private RotaryPositions.Angles angles(Rope rope, Reading reading, long length) {
        RotaryPositions rotation = rotations.get(rope);
        if (rotation == null) {
            throw new IllegalStateException("no angles for " + rope);
        }
        long past = reading.visible()
                .map(mask -> mask.size(-1))
                .orElse(length); // a token's own key has its position, at least
        return rotation.of(reading.positions(), length, past);
    }

    @Override
    public void close() {
        adapter.ifPresent(Adapter::close);
        parameters.values().forEach(Scope::release);
        rotations.values().forEach(RotaryPositions::close);
    }
}
