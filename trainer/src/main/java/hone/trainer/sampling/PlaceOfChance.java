package hone.trainer.sampling;

import static org.bytedeco.pytorch.global.torch.cat;

import hone.trainer.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Draws from weights: the place whose interval of the running sum contains a number. Sums are doubles, because in floats the tail of a large
 * vocabulary would be lost, and those of whole blocks are libtorch's, so that one block of a row is read here and not the row.
 */
final class PlaceOfChance {
    private static final int BLOCK = 256;

    private final float[] weights = new float[BLOCK];
    private final FloatPointer row;
    private final double[] sums; // of blocks; the last one may be shorter
    private final int width;

    private PlaceOfChance(FloatPointer row, double[] sums, int width) {
        this.row = row;
        this.sums = sums;
        this.width = width;
    }

    /**
     * @param weights (B, K) not negative
     * @param chance one number in [0, 1) per row
     * @return a place per row, or {@link TokenSampler#NONE} where the weights are no numbers or all 0
     */
    static long[] in(Tensor weights, double[] chance) {
        Tensor rows = weights.contiguous(); // (B, K)
        int width = (int) rows.size(1);
        int blocks = Math.ceilDiv(width, BLOCK);
        double[] sums = Tensors.doubles(sumsOfBlocks(rows, width));
        FloatPointer numbers = Tensors.pointer(rows);
        long[] places = new long[chance.length];
        for (int r = 0; r < places.length; r++) {
            double[] its = Arrays.copyOfRange(sums, r * blocks, (r + 1) * blocks);
            FloatPointer row = numbers.getPointer((long) r * width);
            places[r] = new PlaceOfChance(row, its, width).of(chance[r]);
        }
        return places;
    }

    private static Tensor sumsOfBlocks(Tensor rows, int width) { // (B, K) → (B, blocks) f64
        int whole = width / BLOCK * BLOCK;
        long[] last = {-1};
        ScalarTypeOptional doubles = new ScalarTypeOptional(ScalarType.Double);
        Tensor rest = rows.narrow(1, whole, width - (long) whole);
        if (whole == 0) {
            return rest.sum(last, true, doubles);
        }
        Tensor sums = rows.narrow(1, 0, whole).unflatten(1, -1, BLOCK).sum(last, false, doubles);
        return whole == width ? sums : cat(new TensorVector(sums, rest.sum(last, true, doubles)), 1);
    }

    private long of(double chance) {
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            return TokenSampler.NONE;
        }
        double wanted = total * chance;
        double before = 0;
        int lastPossible = 0;
        for (int block = 0; block < sums.length; block++) {
            if (sums[block] > 0) {
                lastPossible = block;
                if (before + sums[block] > wanted) {
                    return within(block, wanted - before);
                }
                before += sums[block];
            }
        }
        return within(lastPossible, Double.POSITIVE_INFINITY); // the product was rounded up to the whole
    }

    /** The place in a block, or its last possible one where rounding has made the sum a little smaller than libtorch's. */
    private long within(int block, double wanted) {
        int from = block * BLOCK;
        int count = Math.min(BLOCK, width - from);
        row.getPointer(from).get(weights, 0, count);
        double sum = 0;
        int lastPossible = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > 0) {
                lastPossible = i;
                sum += weights[i];
                if (sum > wanted) {
                    return (long) from + i;
                }
            }
        }
        return (long) from + lastPossible;
    }
}
