package hone.labeler;

import java.util.UUID;

/**
 * The name of a waiting row turned out to be the new name of a known person: what was prepared for the row belongs to them.
 * Fired in the transaction that gives the name away.
 */
public record NameGivenUp(UUID waiting, UUID person) {}
