package hone.dataset;

import hone.contract.Split;
import hone.contract.Wire;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which prompts are held out. Decided by a hash of the prompt's id alone, so a prompt stays on its side from dataset to dataset
 * and a later model is never tested on what an earlier one was trained on.
 */
final class PromptSplit {
    private static final int PROMPTS_FOR_ONE_HELD_OUT = 10;

    private final Set<UUID> heldOut;

    private PromptSplit(Set<UUID> heldOut) {
        this.heldOut = heldOut;
    }

    /**
     * From ten prompts on at least one is held out (unless none was asked for), and at least one is trained on: where the hash
     * alone says otherwise, the prompt nearest to the line changes sides.
     */
    static PromptSplit of(Collection<UUID> prompts, int heldOutPercent) {
        Set<UUID> heldOut = new HashSet<>();
        for (UUID prompt : prompts) {
            if (byHash(prompt, heldOutPercent) == Split.HELD_OUT) {
                heldOut.add(prompt);
            }
        }
        List<UUID> byShare = prompts.stream()
                .sorted(Comparator.comparing(PromptSplit::share))
                .toList();
        if (heldOut.isEmpty() && heldOutPercent > 0 && byShare.size() >= PROMPTS_FOR_ONE_HELD_OUT) {
            heldOut.add(byShare.getFirst());
        }
        if (!byShare.isEmpty() && heldOut.size() == byShare.size()) {
            heldOut.remove(byShare.getLast());
        }
        return new PromptSplit(heldOut);
    }

    static Split byHash(UUID prompt, int heldOutPercent) {
        return share(prompt) < heldOutPercent / 100.0 ? Split.HELD_OUT : Split.TRAIN;
    }

    Split of(UUID prompt) {
        return heldOut.contains(prompt) ? Split.HELD_OUT : Split.TRAIN;
    }

    /** Even over [0, 1): the first 53 bits of the sha256 of the id's 16 bytes. */
    static double share(UUID prompt) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(prompt.getMostSignificantBits())
                .putLong(prompt.getLeastSignificantBits())
                .array();
        return (ByteBuffer.wrap(Wire.sha256().digest(id)).getLong() >>> 11) * 0x1.0p-53;
    }
}
