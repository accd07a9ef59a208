package hone.models;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of model pages. */
@MessageBundle("model")
public interface ModelMessages {
    @Message("Models")
    String title();

    @Message(
            "Model versions of this project and the base models it may start from. One of them is current: its answers become the next tasks.")
    String lede();

    @Message("No model yet")
    String emptyTitle();

    @Message(
            "A base model comes with the first start, others from finished runs. Nothing is lost; when the first run has ended its model stands here.")
    String emptyText();

    @Message("Name")
    String name();

    @Message("Made by")
    String madeBy();

    @Message("Parent")
    String parent();

    @Message("Answers")
    String answers();

    @Message("Made")
    String made();

    @Message("Current")
    String current();

    @Message("base model")
    String baseModel();

    @Message("Reward model")
    String rewardModel();

    @Message("Policy")
    String policy();

    @Message("Ancestry")
    String ancestry();

    @Message("Base")
    String base();

    @Message("Made from")
    String madeFrom();

    @Message("Dataset")
    String dataset();

    @Message("Guidelines")
    String guidelines();

    @Message(
            "{#switch kind}{#case 'sft'}SFT{#case 'reward'}Reward{#case 'ppo'}PPO{#case 'base'}Base{#case 'policy'}Policy{#else}{kind}{/switch}")
    String madeByKind(String kind);

    @Message("Run")
    String run();

    @Message("Weights")
    String weights();

    @Message("Chat template")
    String chatTemplate();

    @Message("This is a base model: nothing of this project went into it.")
    String fromOutside();

    @Message("Made current")
    String history();

    @Message("It has never been current.")
    String neverCurrent();

    @Message("Nobody has made a model current in this project yet.")
    String noHistory();

    @Message("{name}, by {who}: “{why}”")
    String historyLine(String name, String who, String why);

    @Message("Hone")
    String hone();

    @Message("Make current…")
    String makeCurrent();

    @Message("Make it current again…")
    String makeCurrentAgain();

    @Message("Why this one?")
    String why();

    @Message(
            "Kept with your name and the time. The former model stays and can be made current again. Prompts short of this model’s answers are then sampled from it, up to {prompts.counted('prompt', 'prompts')}, and become tasks.")
    String whyHelp(int prompts);

    @Message("Make {name} current")
    String confirm(String name);

    @Message("This model is current: answers to prompts that are short of them come from it.")
    String isCurrent();

    @Message("Talk to it")
    String talkToIt();

    @Message("A reward model scores answers; it can’t be made current.")
    String rewardNotCurrent();

    @Message("Sample answers")
    String sample();

    @Message("Prompts at most")
    String promptsMax();

    @Message(
            "Prompts with fewer than {count} answers of this model are sampled, those without open work first. Each becomes a task by itself.")
    String sampleHelp(int count);

    @Message("Its answers")
    String samples();

    @Message(
            "Reviewers and admins read answers here. You see them in your own work only, so that you judge them blind.")
    String samplesHidden();

    @Message(
            "You may still judge all of them, so they are hidden from you. An admin who is no member of the project sees them.")
    String samplesLeftOut();

    @Message("Its parent, {name}")
    String parents(String name);

    @Message("This model")
    String thisModel();

    @Message("What was measured")
    String measured();

    @Message("at the first and at the last step of its training")
    String measuredNote();

    @Message("Nothing was measured: a base model has no run, and some runs hold nothing out.")
    String notMeasured();

    @Message("Metric")
    String metric();

    @Message("First")
    String first();

    @Message("Last")
    String last();

    @Message("Of")
    String takenOver();

    @Message(
            "{#switch name}{#case 'held-out loss'}Held-out loss{#case 'held-out accuracy'}Right on held-out pairs{#case 'objective/scores'}Reward of its answers{#case 'objective/scores_deviation'}Spread of the rewards{#case 'objective/kl'}KL to the policy before{#case 'response/tokens_mean'}Answer length, tokens{#case 'response/ended'}Share of answers that ended by themselves{#case 'objective/entropy'}Entropy of its answers{#case 'objective/rlhf_reward'}Reward after the KL penalty{#case 'objective/non_score_reward'}KL penalty{#else}{name}{/switch}")
    String metricName(String name);

    @Message("Right on held-out pairs")
    String right();

    @Message("pairs of prompts that training never saw")
    String rightNote();

    @Message("A model can hardly be right more often than people are of one mind.")
    String ceiling();

    @Message("{judged} of {asked.counted('judgment', 'judgments')} of its answers are in.")
    String judged(String judged, String asked);

    @Message("{rows.counted('row', 'rows')}")
    String rows(String rows);

    @Message("scored by {name}")
    String scoredBy(String name);

    @Message("not current now")
    String notNow();

    @Message(
            "{#if count == 1}1 prompt is{#else}{count} prompts are{/if} set aside: this model can’t be asked them. The run that asked says why.")
    String setAside(long count);

    @Message(
            "Close {#if more}the more than {count}{#else if count == 1}the one{#else}the {count}{/if} open {#if count == 1}task{#else}tasks{/if} about answers of older models")
    String closeOlder(long count, boolean more);

    @Message("Left open, they come after the new model’s. Work in somebody’s hands stays there; judgments stay.")
    String closeOlderHelp();

    @Message("Older models’ answers")
    String olderWork();

    @Message(
            "{#if more}More than {count} open tasks ask{#else if count == 1}1 open task asks{#else}{count} open tasks ask{/if} about answers of older models. New ones of this model come first.")
    String olderWorkText(long count, boolean more);

    @Message("Close them…")
    String closeThem();

    @Message(
            "Nobody is asked them any more. Work in somebody’s hands stays there; judgments stay. This can’t be undone.")
    String closeThemText();

    @Message("Yes, close them")
    String closeThemSure();

    @Message("It has not answered any prompt of this project yet.")
    String noSamples();

    @Message(
            "{#if count == '1'}1 answer{#else}{count} answers{/if} to {#if prompts == '1'}1 prompt{#else}{prompts} prompts{/if}{#if count != '1'}, the newest three{/if}")
    String samplesCount(String count, String prompts);

    @Message("seed {seed} · temperature {temperature} · top-p {topP}")
    String sampling(String seed, String temperature, String topP);

    @Message("cut at the token limit")
    String cut();

    @Message("(an empty answer)")
    String emptyAnswer();

    @Message("Tasks that show its answers")
    String tasks();

    @Message("lineage")
    String lineage();

    @Message("Simulated {percent} %")
    String simulated(int percent);

    @Message("made {when}")
    String madeAt(String when);

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
