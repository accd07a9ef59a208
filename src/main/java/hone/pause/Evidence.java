package hone.pause;

import hone.evaluation.Share;
import java.time.Instant;

/**
 * Why a rule pauses somebody.
 *
 * @param measured in their newest judgments
 * @param since when the first of these was given
 */
public record Evidence(RuleSetting setting, Share measured, Instant since) {}
