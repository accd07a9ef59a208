package hone.model;

import hone.contract.ModelInspection;
import java.util.List;

/**
 * About how much memory training a model takes, stage by stage, when so many rows of so many tokens go through it at a time.
 * Everything is f32. Weights, gradients and AdamW's two moments are counted as in ZeRO (Rajbhandari et al. 2020, arXiv 1910.02054,
 * section 3.1), which here are 4, 4 and 8 bytes a weight. What the backward pass needs of each token is counted part by part as in
 * Korthikanti et al. 2022 (arXiv 2205.05198, section 4), for this trainer's layers: no dropout, norms and attention that are fused
 * and store neither steps on their way nor scores. What was measured is more (trainer/NOTES.md), and that is what is told. An adapter of
 * rank 16 on every matrix stands for LoRA: it spares gradients and moments, and adds what it makes of each matrix's input.
 *
 * @param rows that go through the model at a time
 * @param tokens of each row
 */
public record TrainingMemory(ModelInspection.Size size, int rows, int tokens) {
    private static final long F32 = Float.BYTES;
    private static final long MOMENTS = 2;
    private static final int RANK = 16;
    private static final int SHIPS_ROWS = 16;
    private static final int LARGE_ROWS = 4;
    private static final long LARGE = 100_000_000;
    private static final long SMALL = 10_000_000;
    private static final int SMALL_TOKENS = 512;
    private static final int TOKENS = 1024;
    /** Java and libtorch. */
    private static final long PROGRAM = 430L << 20;

    /** Per token and layer: what both norms read, and what they give. */
    private static final int STREAM = 4;
    /** Queries as they were turned, what attention gives, and its copy in another order. */
    private static final int QUERIES = 3;
    /** Keys and values. */
    private static final int KEYS = 2;
    /** Gate, its function, the other half, and their product. */
    private static final int FEED_FORWARD = 4;
    /** A step is learned in two parts at the same time. */
    private static final int PARTS = 2;
    /** Logits that a part computes at a time, over which it writes their gradient. */
    private static final long LOGITS_AT_ONCE = 8L << 20;
    /** As many of a part stay, if they are all of them, where the loss is known only after all log-probabilities. */
    private static final long LOGITS_KEPT_MAX = 32L << 20;
    /** As a share of what is counted, what was measured: libtorch holds more for the backward pass, and not all that is free is used. */
    private static final double MEASURED = 1.2;
    /** The same with an adapter, which is not explained. */
    private static final double MEASURED_WITH_ADAPTER = 1.6;
    /** Matrices of a layer that an adapter is added to. */
    private static final int ADAPTED = 7;

    /** As a recipe that suits the model's size would have it. */
    public static TrainingMemory suited(ModelInspection model) {
        long weights = model.size().parameters();
        return new TrainingMemory(
                model.size(),
                weights < LARGE ? SHIPS_ROWS : LARGE_ROWS,
                Math.min(model.contextTokens(), weights < SMALL ? SMALL_TOKENS : TOKENS));
    }

    /** One stage, in bytes. */
    public record Need(String stage, long weights, long gradients, long optimizer, long activations) {
        public long total() {
            return weights + gradients + optimizer + activations + PROGRAM;
        }

        public boolean fits(ModelInspection.Machine machine) {
            return machine.memoryBytes() == 0 || total() <= machine.memoryBytes();
        }
    }

    /** The stages that differ in what they hold. */
    public List<Need> needs() {
        long all = size.parameters();
        long adapter = adapterWeights();
        double plain = perLayer() * MEASURED;
        double adapted = (perLayer() + ADAPTED * RANK) * MEASURED_WITH_ADAPTER;
        // The better and the worse answer go through the model together; of written answers, every token may be
        // learned.
        long ofOutput = outputGradients();
        return List.of(
                learning("SFT", all, all, activations(rows, plain) + logits(rows, false) + ofOutput),
                learning("SFT with LoRA", all + adapter, adapter, activations(rows, adapted) + logits(rows, false)),
                // What the reference says is computed once, before.
                learning("DPO", all, all, activations(2L * rows, plain) + logits(2L * rows, true) + ofOutput),
                learning(
                        "DPO with LoRA",
                        all + adapter,
                        adapter,
                        activations(2L * rows, adapted) + logits(2L * rows, true)),
                learning("Reward model", all, all, activations(2L * rows, plain)),
                // The policy and what it began as, the reward model and the value model, which learns too.
                learning("PPO", 4 * all, 2 * all, activations(rows, plain) + logits(rows, true) + ofOutput),
                // The policy without its adapter is what it began as.
                learning(
                        "PPO with LoRA",
                        3 * all + 2 * adapter,
                        2 * adapter,
                        activations(rows, adapted) + logits(rows, true)));
    }

    /** @param held weights in memory, of which some learn */
    private static Need learning(String stage, long held, long learned, long activations) {
        return new Need(stage, F32 * held, F32 * learned, F32 * MOMENTS * learned, activations);
    }

    private long activations(long rowsAtOnce, double floatsPerLayer) {
        return Math.round(F32 * rowsAtOnce * tokens * size.layers() * floatsPerLayer);
    }

    private long perLayer() {
        return STREAM * (long) size.width()
                + QUERIES * queries()
                + KEYS * keys()
                + FEED_FORWARD * (long) size.feedForward();
    }

    private long queries() {
        return (long) size.heads() * size.headWidth();
    }

    private long keys() {
        return (long) size.keyValueHeads() * size.headWidth();
    }

    /** @param staying whether they are wanted again for their gradient */
    private long logits(long rowsAtOnce, boolean staying) {
        long ofPart = Math.ceilDiv(rowsAtOnce, PARTS) * tokens * size.vocabulary();
        boolean all = staying && ofPart <= LOGITS_KEPT_MAX;
        return F32 * PARTS * (all ? ofPart : Math.min(ofPart, LOGITS_AT_ONCE));
    }

    /** Each part adds up its own of the output matrix. */
    private long outputGradients() {
        return F32 * PARTS * size.vocabulary() * (long) size.width();
    }

    /** Two thin matrices for each of a layer's: queries, keys, values, output, and three of the feed-forward part. */
    private long adapterWeights() {
        long width = size.width();
        long sides = 2 * (width + queries()) + 2 * (width + keys()) + 3 * (width + size.feedForward());
        return RANK * sides * size.layers();
    }
}
