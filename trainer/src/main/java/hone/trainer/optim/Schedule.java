package hone.trainer.optim;

/** A learning rate for every step. */
public sealed interface Schedule permits CosineSchedule, LinearSchedule, ConstantSchedule, SlowingSchedule {
    /** The learning rate of the given step, counted from 0; past the last step it keeps its final value. */
    double at(long step);
}
