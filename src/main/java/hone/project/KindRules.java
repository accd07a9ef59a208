package hone.project;

/**
 * Which rules a project has that are settled kind by kind elsewhere; where there are none nobody looks for them.
 *
 * @param quiz work of some kind is handed only to people who have passed its quiz
 * @param gold work of some kind is handed only to people who find gold often enough
 * @param groups work of some kind goes to groups alone
 */
public record KindRules(boolean quiz, boolean gold, boolean groups) {}
