package hone.trainer.scalarhead;

import static org.bytedeco.pytorch.global.torch.linear;

import hone.contract.LoraSettings;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.Layout;
import hone.trainer.decoder.Linear;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.weights.AdapterBase;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.PeftFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder that outputs one number instead of the next token: a linear head without bias on the hidden state after the final
 * norm. On the last token it is a reward model, on every token a value model. Its files are those of transformers' sequence
 * classifiers with one label.
 */
public final class ScoringModel implements AutoCloseable {
    private final Decoder decoder;
    private final Tensor head; // (1, H)

    private ScoringModel(Decoder decoder, Tensor head) {
        this.decoder = decoder;
        this.head = head;
        head.set_requires_grad(true);
    }

    /** Reads a classifier's directory. */
    public static ScoringModel load(Path directory) {
        DecoderConfig config =
                DecoderConfig.read(directory.resolve(DecoderConfig.FILE)).withoutOutputMatrix();
        if (PeftFiles.isAdapter(directory)) {
            return merged(directory, AdapterBase.of(directory), config);
        }
        Layout layout = config.layout()
                .with(ModelFiles.SCORE, new Layout.Parameter(new long[] {1, config.dim()}, Layout.Start.NORMAL));
        Map<String, Tensor> parameters = ModelFiles.read(directory, config, layout);
        Tensor head = Objects.requireNonNull(parameters.remove(ModelFiles.SCORE));
        return new ScoringModel(Decoder.of(config, parameters), head);
    }

    /** An adapter with a head added to the base that somebody names for it. */
    public static ScoringModel merged(Path directory, Path base) {
        AdapterBase.refuseAnother(directory, base);
        return merged(
                directory,
                base,
                DecoderConfig.read(base.resolve(DecoderConfig.FILE)).withoutOutputMatrix());
    }

    private static ScoringModel merged(Path directory, Path from, DecoderConfig config) {
        Decoder base = ModelFiles.load(from, config);
        try (Adapter adapter = PeftFiles.readOfScorer(directory, base.linears())) {
            adapter.merge(base.linears());
            return new ScoringModel(base, PeftFiles.head(directory, config.dim()));
        } catch (RuntimeException | Error e) {
            base.close();
            throw e;
        }
    }

    /**
     * The scorer that a stage trains from a language model: all of its weights, or a new or resumed adapter on them and the head.
     *
     * @param checkpoint where an earlier worker stopped
     * @param seed of a new adapter
     */
    public static ScoringModel trained(Path model, Optional<Path> checkpoint, Optional<LoraSettings> lora, long seed) {
        if (lora.isEmpty()) {
            return checkpoint.map(ScoringModel::load).orElseGet(() -> fromLanguageModel(model));
        }
        ScoringModel whole = fromLanguageModel(model);
        if (checkpoint.isEmpty()) {
            return whole.with(lora.get(), seed);
        }
        Scope.release(whole.head);
        return new ScoringModel(
                whole.decoder.with(PeftFiles.readOfScorer(checkpoint.get(), whole.decoder.linears())),
                PeftFiles.head(checkpoint.get(), whole.config().dim()));
    }

    /** The same with a new adapter, which is trained with the head instead of the weights; this one is not closed. */
    public ScoringModel with(LoraSettings lora, long seed) {
        return new ScoringModel(decoder.with(Adapter.start(decoder.linears(), lora, seed)), head);
    }

    /** A language model with a head that scores everything 0. */
    public static ScoringModel fromLanguageModel(Path directory) {
        try (Scope scope = Scope.open()) {
            DecoderConfig config = DecoderConfig.read(directory.resolve(DecoderConfig.FILE));
            return fromLanguageModel(directory, Tensors.zeros(1, config.dim()));
        }
    }

    /** @param head (1, H), copied */
    public static ScoringModel fromLanguageModel(Path directory, Tensor head) {
        DecoderConfig config =
                DecoderConfig.read(directory.resolve(DecoderConfig.FILE)).withoutOutputMatrix();
        Decoder decoder = ModelFiles.load(directory, config);
        try (Scope scope = Scope.open()) {
            return new ScoringModel(decoder, Scope.keep(head.clone()));
        }
    }

    /** Like {@link Decoder#recompute}. */
    public void recompute(boolean instead) {
        decoder.recompute(instead);
    }

    public DecoderConfig config() {
        return decoder.config();
    }

    /** What training changes: every parameter, or the adapter and the head, by their names in the file. */
    public Map<String, Tensor> trainableParameters() {
        return adapter().map(this::withHead).orElseGet(this::parameters);
    }

    private Map<String, Tensor> withHead(Adapter adapter) {
        Map<String, Tensor> all = new LinkedHashMap<>(adapter.parameters());
        all.put(Adapter.nameOf(ModelFiles.SCORE), head);
        return all;
    }

    public Map<String, Linear> linears() {
        return decoder.linears();
    }

    public Optional<Adapter> adapter() {
        return decoder.adapter();
    }

    /** All parameters, by their names in the file. */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(decoder.parameters());
        all.put(ModelFiles.SCORE, head);
        return all;
    }

    /** Multiplies every score by the given factor. */
    public void divideHead(double by) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            head.div_(new Scalar(by));
        }
    }

    /** One number at each of the given positions of right-padded rows; a position is row · T + token. */
    public Tensor at(Tensor ids, Tensor places) { // (B, T), (N) → (N)
        Tensor hidden = decoder.hidden(ids).view(-1, decoder.config().dim()); // (B · T, H)
        return Precision.inF32(
                () -> linear(hidden.index_select(0, places), head).squeeze(-1));
    }

    /** The score of each row at its last token. */
    public Tensor scores(PaddedRows rows) { // → (B)
        return at(Tensors.of(rows.ids(), rows.count(), rows.width()), Tensors.of(rows.lastPlaces(), rows.count()));
    }

    /** Scores of many rows, in batches of similar length; without a gradient. */
    public float[] scoreAll(List<int[]> rows, int padId) {
        float[] scores = new float[rows.size()];
        for (int[] some : PaddedRows.ofSimilarLength(rows, PaddedRows.ROWS_MAX)) {
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                float[] part = Tensors.floats(scores(PaddedRows.of(PaddedRows.pick(rows, some), padId)));
                for (int i = 0; i < some.length; i++) {
                    scores[some[i]] = part[i];
                }
            }
        }
        return scores;
    }

    @Override
    public void close() {
        decoder.close();
        Scope.release(head);
    }
}
