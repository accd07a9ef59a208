package hone.trainer.scoring;

import java.util.List;

/** Scores answers. Training does not depend on whether a learned model or a rule computes the scores. */
public interface Scorer {
    /** @param rows question and whole answer as token ids; one score each, about mean 0 and deviation 1 */
    float[] score(List<int[]> rows);
}
