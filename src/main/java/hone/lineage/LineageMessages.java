package hone.lineage;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page that leads from a task back to the people and guidelines behind it. */
@MessageBundle("lineage")
public interface LineageMessages {
    @Message("Where this task comes from")
    String lineageTitle();

    @Message("Lineage")
    String lineage();

    @Message(
            "A {kind} task, made {when}. Read from left to right: what people decided, what was trained on it, whose answers stand here.")
    String lineageLede(String kind, String when);

    @Message("Task")
    String task();

    @Message("Answers")
    String answers();

    @Message("{#if count == 1}1 answer{#else}{count} answers{/if}")
    String answerCount(int count);

    @Message("no answer: it asks for one")
    String noAnswers();

    @Message("From labels to {model}")
    String fromLabels(String model);

    @Message("From labels to the reward model {model}")
    String fromLabelsToReward(String model);

    @Message("scored by")
    String scoredBy();

    @Message("Its base: {model}")
    String base(String model);

    @Message("People")
    String people();

    @Message("{#if count == '1'}1 judgment{#else}{count} judgments{/if}")
    String judgmentCount(String count);

    @Message("Base model")
    String baseModel();

    @Message("nothing of this project went into it")
    String fromOutside();

    @Message("imported")
    String imported();

    @Message("written by a person")
    String written();

    @Message("k {k} · seed {seed} · temperature {temperature} · top-p {topP}")
    String sampling(String k, String seed, String temperature, String topP);

    @Message("Simulated")
    String simulated();

    @Message("Tasks")
    String tasks();

    @Message("From a conversation")
    String fromTalk();

    @Message("Answer {number}")
    String talkAnswer(int number);

    @Message("called wrong by {who}")
    String calledWrong(String who);
}
