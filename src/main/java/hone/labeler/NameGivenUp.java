package hone.labeler;

import java.util.UUID;

/**
 * The name that a row waited under turned out to be a known person's, who is called so now: what was prepared for the row is theirs.
 * Fired in the transaction that gives the name away.
 */
public record NameGivenUp(UUID waiting, UUID person) {}
