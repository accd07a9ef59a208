package hone.trainer.optim;

/**
 * Linear warm-up, then half a cosine down to a share of the peak. With share 0 it is transformers'
 * {@code get_cosine_schedule_with_warmup}: the first step has learning rate 0 when there is a warm-up.
 */
public record CosineSchedule(double peak, long warmupSteps, long steps, double finalShare) implements Schedule {
    @Override
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        double progress = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
        double half = 0.5 * (1 + Math.cos(Math.PI * progress));
        return peak * (finalShare + (1 - finalShare) * half);
    }
}
