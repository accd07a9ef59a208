package hone.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How varied answers are: distinct-2, the share of distinct pairs of neighbouring words, pooled over all answers (Li et al.
 * 2016, arXiv 1510.03055, section 5.2). It is low for a policy that says the same to everybody.
 */
public final class Repetition {
    private Repetition() {}

    /** NaN where no answer has two words. */
    public static double distinct2(List<String> answers) {
        Set<String> different = new HashSet<>();
        long all = 0;
        for (String answer : answers) {
            String[] words = answer.strip().split("\\s+");
            for (int i = 0; i + 1 < words.length; i++) {
                different.add(words[i] + " " + words[i + 1]);
                all++;
            }
        }
        return all == 0 ? Double.NaN : (double) different.size() / all;
    }
}
