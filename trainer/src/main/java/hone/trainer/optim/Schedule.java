package hone.trainer.optim;

/** A learning rate forevery step. */
public sealed interface Schedule permits CosineSchedule, LinearSchedule, ConstantSchedule {
    /** The learning rate of the given step, counted from 0; past the end it stays what it was at the end. */
    double at(long step);
}
