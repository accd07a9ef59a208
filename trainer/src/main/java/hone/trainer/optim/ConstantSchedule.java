package hone.trainer.optim;

/** Linear warm-up, then a constant rate: transformers' {@code get_constant_schedule_with_warmup}. */
public record ConstantSchedule(double peak, long warmupSteps) implements Schedule {
    @Override
    public double at(long step) {
        return step < warmupSteps ? peak * step / warmupSteps : peak;
    }
}
