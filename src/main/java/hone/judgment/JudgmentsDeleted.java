package hone.judgment;

import java.util.UUID;

/**
 * Judgments and prompts are about to be deleted on request, in the transaction that is still open: whoever quotes them forgets them.
 *
 * @param prompts with everything about them
 */
public record JudgmentsDeleted(UUID project, UUID[] judgments, UUID[] prompts) {}
