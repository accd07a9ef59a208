package hone.evaluation.poison;

import java.time.Instant;
import java.util.Optional;

/**
 * A preference and who gave it.
 *
 * @param labeler whose account gave it
 * @param pair the same whenever the same two answers were compared
 * @param at when it was given; empty where that is unknown, as of imported rows
 */
public record JudgedRow(
        String labeler, String pair, String prompt, String chosen, String rejected, Optional<Instant> at) {}
