package hone.project;

import hone.web.Invalid;

/**
 * A policy with the share that it draws.
 *
 * @param percent of all judgments, where the policy is a sample
 */
public record ReviewRule(ReviewPolicy policy, int percent) {
    public static final int PERCENT_MAX = 100;

    public static ReviewRule typed(String policy, String percent) {
        ReviewPolicy chosen = ReviewPolicy.named(policy)
                .orElseThrow(() -> Invalid.field("policy", "Choose which judgments are reviewed."));
        boolean number = percent.matches("\\d{1,3}");
        int share = number ? Integer.parseInt(percent) : 0;
        if (share < 1 || share > PERCENT_MAX) {
            throw Invalid.field("percent", "A whole number from 1 to 100.");
        }
        return new ReviewRule(chosen, share);
    }
}
