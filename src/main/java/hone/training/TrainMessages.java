package hone.training;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page that trains one stage by hand. */
@MessageBundle("train")
public interface TrainMessages {
    @Message("Train from dataset {number}")
    String title(int number);

    @Message(
            "One stage of a round by hand. What it makes becomes a model version of its own; it is not made current by itself.")
    String lede();

    @Message("Train")
    String crumb();

    @Message("Stage")
    String choose();

    @Message("from {policy}")
    String startsFrom(String policy);

    @Message("following {reward}")
    String following(String reward);

    @Message("Not yet: {why}")
    String notYet(String why);

    @Message(
            "{#switch stage}{#case 'sft'}Fine-tunes a policy on {#if written == '1'}the one written answer{#else}the {written} written answers{/if} of the dataset.{#case 'reward'}Learns from {#if pairs == '1'}the one pair{#else}the {pairs} pairs{/if} of the dataset what people prefer, and scores answers by it.{#else}The policy answers {#if prompts == '1'}the one prompt{#else}the {prompts} prompts{/if} of the dataset, the reward model scores the answers, and the policy is bent towards what it likes.{/switch}")
    String what(String stage, String written, String pairs, String prompts);

    @Message(
            "{#switch stage}{#case 'sft'}Start from{#case 'reward'}Start from the fine-tuned model{#else}Policy{/switch}")
    String policy(String stage);

    @Message("Reward model")
    String reward();

    @Message("{reward}, trained from {model}")
    String rewardOf(String reward, String model);

    @Message(
            "PPO can follow a reward model only if it was trained from the fine-tuned model that the policy goes back to.")
    String rewardHelp();

    @Message("Recipe")
    String recipe();

    @Message("Recipe of {stage}, as JSON")
    String recipeOf(String stage);

    @Message(
            "What stands here at first is what the project’s rounds go by. It counts for this run alone; a setting that is left out, or an empty field, keeps that value.")
    String recipeHelp();

    @Message("Nothing was requested yet: what is wrong stands beside its field.")
    String wrong();

    @Message("Start the run")
    String start();

    @Message("Back to dataset {number}")
    String back(int number);
}
