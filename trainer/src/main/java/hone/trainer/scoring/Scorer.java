package hone.trainer.scoring;

import java.util.List;

/** Says how good answers are. Where the numbers come from, a learned model or a rule, is no matter to who learns from them. */
public interface Scorer {
    /** @param rows question and whole answer as token ids; one score each, about mean 0 and deviation 1 */
    float[] score(List<int[]> rows);
}
