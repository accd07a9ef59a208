package hone.trainer.optim;

import hone.contract.OptimizerSettings;

/**
 * Linear warm-up, then half a cosine down to a share of the peak. With share 0 it is transformers'
 * {@code get_cosine_schedule_with_warmup}: the first step has learning rate 0 when there is a warm-up.
 */
public record CosineSchedule(double peak, long warmupSteps, long steps, double finalShare) implements Schedule {
    /** As a recipe says, for so many steps. */
    public static CosineSchedule of(OptimizerSettings settings, long steps, double finalShare) {
        return new CosineSchedule(
                settings.learningRate(), Math.round(settings.warmupShare() * steps), steps, finalShare);
    }

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
