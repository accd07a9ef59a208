package hone.trainer.optim;

/**
 * Linear warm-up, then a straight line to a share of the peak in the last step: with share 0 and one step more, transformers'
 * {@code get_linear_schedule_with_warmup}.
 *
 * @param last the last step; a rate that is to stay has {@code lastShare} 1
 */
public record SlowingSchedule(double peak, long warmupSteps, long last, double lastShare) implements Schedule {
    @Override
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        double done = last > warmupSteps ? Math.min(1, (step - warmupSteps) / (double) (last - warmupSteps)) : 0;
        return peak * (1 - done * (1 - lastShare));
    }
}
