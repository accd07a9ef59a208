package hone.project;

/**
 * How many comparisons come again to the same person, to see whether they decide the same.
 *
 * @param percent of the comparisons that are handed out; 0: none
 * @param afterDays not before so many days
 */
public record Repeats(int percent, int afterDays) {}
