package hone.trainer.distributed;

/**
 * Another process of the run has ended or does not answer. This one can't go on, but the run can: all of them are started again and resume
 * from the last checkpoint.
 */
public final class RankLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    RankLost(String sentence, Throwable reason) {
        super(sentence, reason);
    }
}
