package hone.tasks;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of one task with its answers and what was decided. */
@MessageBundle("taskPage")
public interface TaskPageMessages {
    @Message("Conversation")
    String conversation();

    @Message("{#switch role}{#case 'user'}Person{#case 'assistant'}Model{#else}System{/switch}")
    String role(String role);

    @Message("Answers")
    String answers();

    @Message("Answer {number}")
    String answerNumber(int number);

    @Message("{model}")
    String provenanceModel(String model);

    @Message("seed {seed} · temperature {temperature} · top-p {topP}")
    String provenanceSampling(Long seed, Double temperature, Double topP);

    @Message("imported")
    String provenanceImport();

    @Message("ranked {rank} where it came from")
    String provenanceRank(Integer rank);

    @Message("written by {writer}")
    String provenanceWriter(String writer);

    @Message("cut at the length limit")
    String cutOff();

    @Message("This answer is empty.")
    String emptyAnswer();

    @Message("There is no answer yet: people write one.")
    String noAnswers();

    @Message(
            "You may still judge this task: it is in your hands, or may come to you, or your judgment can still be undone. So its answers, their models and what others decided are hidden from you.")
    String hiddenWhileYours();

    @Message("Answers are shown without their models while you judge. Reviewers and admins see them here.")
    String answersHidden();

    @Message("What was decided")
    String whatWasDecided();

    @Message("Nobody has judged this task yet.")
    String nothingDecided();

    @Message("Accepted")
    String accepted();

    @Message("Waits")
    String waits();

    @Message("Withdrawn")
    String withdrawn();

    @Message("guideline")
    String guidelineUsed();

    @Message("Close this task…")
    String closeTask();

    @Message("Close it for good?")
    String closeAsk();

    @Message("Nobody gets it from now on. Who has it open may finish it, and judgments that exist stay.")
    String closeText();

    @Message("Close task")
    String closeYes();

    @Message("Lineage")
    String lineage();

    @Message("Rules cited: {rules}")
    String rulesCited(String rules);
}
