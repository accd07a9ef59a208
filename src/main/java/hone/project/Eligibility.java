package hone.project;

/**
 * Who is handed work.
 *
 * @param dailyMax judgments of one person in 24 hours; 0: any number
 * @param guidelineRequired only to people who have confirmed the newest version of its guideline
 */
public record Eligibility(int dailyMax, boolean guidelineRequired) {}
