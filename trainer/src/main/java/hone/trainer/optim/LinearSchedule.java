package hone.trainer.optim;

/** Linear warm-up, then a straight line down to 0: transformers' {@code get_linear_schedule_with_warmup}. */
public record LinearSchedule(double peak, long warmupSteps, long steps) implements Schedule {
    @Override
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        return peak * Math.max(0, steps - step) / Math.max(1, steps - warmupSteps);
    }
}
