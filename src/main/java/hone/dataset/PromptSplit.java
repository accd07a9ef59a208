package hone.dataset;

import hone.contract.Split;
import hone.contract.Wire;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides which prompts are held out, by a hash of an id alone: that of the oldest of the prompts that say nearly the same. So
 * near duplicates are on one side, a prompt stays on its side from dataset to dataset, and a later model is never tested on what
 * an earlier one was trained on.
 */
final class PromptSplit {
    private static final int PROMPTS_FOR_ONE_HELD_OUT = 10;

    private final int heldOutPercent;
    /** The prompt that is not on the side where its hash puts it. */
    private final Optional<UUID> moved;

    private PromptSplit(int heldOutPercent, Optional<UUID> moved) {
        this.heldOutPercent = heldOutPercent;
        this.moved = moved;
    }

    static PromptSplit of(Collection<UUID> prompts, int heldOutPercent) {
        Look look = new Look(heldOutPercent);
        prompts.forEach(look::at);
        return look.split();
    }

    /**
     * A look at all prompts, one after the other. From ten on at least one is held out (unless none was asked for), and at least
     * one is trained on: where the hash alone says otherwise, the prompt nearest to the line changes sides. As soon as there is one
     * on each side, which is early but in the smallest datasets, the others change nothing.
     */
    static final class Look {
        private final int heldOutPercent;
        private final Set<UUID> seen = new HashSet<>();
        private Optional<UUID> smallest = Optional.empty();
        private Optional<UUID> largest = Optional.empty();

        Look(int heldOutPercent) {
            this.heldOutPercent = heldOutPercent;
        }

        void at(UUID prompt) {
            if (seen.size() < PROMPTS_FOR_ONE_HELD_OUT) {
                seen.add(prompt);
            }
            smallest = smallest.filter(least -> share(least) <= share(prompt)).or(() -> Optional.of(prompt));
            largest = largest.filter(most -> share(most) >= share(prompt)).or(() -> Optional.of(prompt));
        }

        boolean decided() {
            return heldOutPercent == 0
                    || smallest.map(this::side).filter(Split.HELD_OUT::equals).isPresent()
                            && largest.map(this::side)
                                    .filter(Split.TRAIN::equals)
                                    .isPresent();
        }

        PromptSplit split() {
            if (decided()) {
                return new PromptSplit(heldOutPercent, Optional.empty());
            }
            boolean noneHeldOut =
                    smallest.map(this::side).filter(Split.TRAIN::equals).isPresent();
            Optional<UUID> moved =
                    noneHeldOut ? smallest.filter(any -> seen.size() == PROMPTS_FOR_ONE_HELD_OUT) : largest;
            return new PromptSplit(heldOutPercent, moved);
        }

        private Split side(UUID prompt) {
            return byHash(prompt, heldOutPercent);
        }
    }

    private static Split byHash(UUID prompt, int heldOutPercent) {
        return share(prompt) < heldOutPercent / 100.0 ? Split.HELD_OUT : Split.TRAIN;
    }

    /** @param anchor the oldest of the prompts that say nearly the same as the one that is asked about, often itself */
    Split of(UUID anchor) {
        boolean heldOut = byHash(anchor, heldOutPercent) == Split.HELD_OUT;
        return heldOut != moved.filter(anchor::equals).isPresent() ? Split.HELD_OUT : Split.TRAIN;
    }

    /** Uniform over [0, 1): the first 53 bits of the sha256 of the id's 16 bytes. */
    static double share(UUID prompt) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(prompt.getMostSignificantBits())
                .putLong(prompt.getLeastSignificantBits())
                .array();
        return (ByteBuffer.wrap(Wire.sha256().digest(id)).getLong() >>> 11) * 0x1.0p-53;
    }
}
