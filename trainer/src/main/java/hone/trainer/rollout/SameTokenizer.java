package hone.trainer.rollout;

import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;

/** A reward model reads the policy's tokens as they are, so both must have the same vocabulary. */
public final class SameTokenizer {
    private SameTokenizer() {}

    public static void require(Path policy, Path reward) {
        int written = DecoderConfig.read(policy.resolve(DecoderConfig.FILE)).vocab();
        int read = DecoderConfig.read(reward.resolve(DecoderConfig.FILE)).vocab();
        if (written != read) {
            throw refused("it knows " + read + " tokens, the policy " + written);
        }
        try {
            if (!ManifestCheck.sha256(policy.resolve(TokenizerFiles.TOKENIZER))
                    .equals(ManifestCheck.sha256(reward.resolve(TokenizerFiles.TOKENIZER)))) {
                throw refused("its tokenizer is another");
            }
        } catch (IOException e) {
            throw Disk.failure("read a model's " + TokenizerFiles.TOKENIZER, e);
        }
    }

    private static RunFailure refused(String why) {
        return new RunFailure(
                "wrong-reward-model",
                "The reward model does not fit the policy: " + why
                        + ". Train a reward model from this policy's SFT model.");
    }
}
