package hone.trainer.scalarhead;

import java.util.List;

/** Scores answers. Training does not depend on whether a learned model or a rule computes the scores. */
public interface Scorer {
    /**
     * @param rows prompt and whole answer as token ids
     * @return one score per row, centred around 0 with deviation 1
     */
    float[] score(List<int[]> rows);
}
