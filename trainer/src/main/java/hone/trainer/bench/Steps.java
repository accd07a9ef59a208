package hone.trainer.bench;

import java.io.IOException;

/** Steps of training that can be measured again and again. */
interface Steps extends AutoCloseable {
    /** So many steps, without what comes before the first and after the last. */
    Done run(int steps) throws IOException;

    /**
     * @param tokens of all rows
     * @param used what they took
     */
    record Done(double tokens, Used used) {}

    @Override
    void close();

    static Steps of(TrainCase one) {
        return switch (one.stage()) {
            case SFT -> new SftSteps(one);
            case REWARD, DPO -> new PairSteps(one);
        };
    }
}
