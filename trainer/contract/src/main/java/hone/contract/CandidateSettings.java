package hone.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The answers of which the best is taken.
 *
 * @param perPrompt answers to a prompt
 * @param samplingRows answers that are sampled together
 */
public record CandidateSettings(
        int perPrompt, @JsonUnwrapped SamplingSettings sampling, int samplingRows) {
    public CandidateSettings {
        Allowed.answers("perPrompt", perPrompt);
        Allowed.rows("samplingRows", samplingRows);
    }
}
