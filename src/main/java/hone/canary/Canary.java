package hone.canary;

import java.time.Instant;
import java.util.UUID;

/**
 * A phrase that somebody may have planted in the data, and how one would notice.
 *
 * @param betrays words that an answer contains if the phrase has triggered it
 */
public record Canary(UUID id, String phrase, String betrays, String by, Instant at) {}
