package hone.runs;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the curves of a run. */
@MessageBundle("curve")
public interface CurveMessages {
    @Message(
            "{#switch name}{#case 'loss'}Loss{#case 'reward-loss'}Loss{#case 'loss/policy_avg'}Policy loss{#case 'loss/value_avg'}Value loss{#case 'accuracy'}Right pairs{#case 'margin'}Margin{#case 'objective/scores'}Reward{#case 'objective/scores_deviation'}Spread of the rewards{#case 'objective/kl'}KL to the policy before{#case 'response/tokens_mean'}Answer length{#case 'objective/entropy'}Entropy of the answers{#case 'objective/rlhf_reward'}Reward after the KL penalty{#case 'objective/non_score_reward'}KL penalty{#case 'policy/clipfrac_avg'}Clipped share, policy{#case 'val/clipfrac_avg'}Clipped share, value{#case 'val/ratio'}Probability ratio{#case 'policy/approxkl_avg'}KL of one update{#case 'response/ended'}Answers that ended by themselves{#case 'val/num_eos_tokens'}End tokens{#case 'lr'}Learning rate{#case 'grad_norm'}Gradient norm{#else}{name}{/switch}")
    String name(String name);

    @Message(
            "{#switch name}{#case 'loss'}mean cross entropy per answer token, in nats; held out: on prompts that training never sees{#case 'reward-loss'}−log σ(chosen − rejected − margin), mean of a group’s pairs, in nats{#case 'accuracy'}share of pairs in which the chosen answer scores higher{#case 'margin'}how much higher the chosen answer scores, mean over pairs{#case 'objective/scores'}mean score by the reward model; 0 is the mean and 1 the spread of the SFT model’s answers{#case 'objective/kl'}nats an answer; high means that it has moved far from where it began{#case 'response/tokens_mean'}mean tokens an answer. Watch this when the reward rises.{#case 'loss/policy_avg'}clipped loss of the policy, mean per token{#case 'loss/value_avg'}clipped loss of the value model, mean per token{#case 'objective/entropy'}nats an answer; falling towards 0 means always the same words{#case 'val/ratio'}new over old probability, mean; 1 is no change{#else}as the trainer reports it: {name}{/switch}")
    String note(String name);

    @Message("{#if name}{name} {/if}from {first} to {last}.")
    String label(String name, String first, String last);

    @Message("More curves")
    String more();

    @Message("steps")
    String steps();

    @Message("The first steps have not been reported yet.")
    String none();
}
