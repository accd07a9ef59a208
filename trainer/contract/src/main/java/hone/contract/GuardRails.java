package hone.contract;

import java.util.Optional;

/**
 * Where a run against a score is rolled back to its last checkpoint with half the learning rate; a limit that is absent is not
 * watched.
 *
 * @param klMax nats an answer
 * @param entropyMin nats a token
 * @param lengthFactorMax how many times longer or shorter answers may become than in the first iteration
 * @param clipFractionMax share of tokens whose step is clipped
 * @param valueLossFactorMax how many times the first iteration's loss the value model's may become
 */
public record GuardRails(
        Optional<Double> klMax,
        Optional<Double> entropyMin,
        Optional<Double> lengthFactorMax,
        Optional<Double> clipFractionMax,
        Optional<Double> valueLossFactorMax) {
    public GuardRails {
        klMax.ifPresent(limit -> Check.aboveZero("guards.klMax", limit));
        entropyMin.ifPresent(limit -> Check.aboveZero("guards.entropyMin", limit));
        lengthFactorMax.ifPresent(limit -> Check.require(
                limit > 1 && Double.isFinite(limit), "guards.lengthFactorMax", limit, "must be a number above 1"));
        clipFractionMax.ifPresent(limit -> Check.share("guards.clipFractionMax", limit));
        valueLossFactorMax.ifPresent(limit -> Check.aboveZero("guards.valueLossFactorMax", limit));
    }
}
