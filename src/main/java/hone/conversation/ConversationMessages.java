package hone.conversation;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about imports. */
@MessageBundle("conversation")
public interface ConversationMessages {
    @Message("Imports")
    String importsTitle();

    @Message("Prompts for {project}, with answers if you have them. The same line again adds nothing.")
    String importsLede(String project);

    @Message("Import prompts")
    String importPrompts();

    @Message("JSON lines file")
    String file();

    @Message(
            "One object a line with “prompt” or “messages”, and “answers” if you have them; or message trees of Open Assistant. Up to 50 MB, also as .gz.")
    String fileHelp();

    @Message("Import")
    String doImport();

    @Message("What a line may look like")
    String format();

    @Message("Nothing was imported yet")
    String noImports();

    @Message(
            "Import a file above, or send one from a program. Prompts without answers become demonstrations; with two answers, comparisons.")
    String noImportsText();

    @Message("When")
    String when();

    @Message("File")
    String fileColumn();

    @Message("New prompts")
    String prompts();

    @Message("New answers")
    String answers();

    @Message("Already here")
    String alreadyHere();

    @Message("Refused")
    String refused();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();

    @Message("Import")
    String importOf();

    @Message(
            "{#if prompts == 1}1 prompt{#else}{prompts} prompts{/if} imported, {#if refused == 0}no line refused{#else if refused == 1}1 line refused{#else}{refused} lines refused{/if}")
    String reportTitle(int prompts, int refused);

    @Message("Accepted lines are tasks already; refused lines changed nothing.")
    String reportLede();

    @Message("From")
    String from();

    @Message("{#if count == 1}Download the refused line{#else}Download the {count} refused lines{/if}")
    String downloadRefused(int count);

    @Message("Mend them and import that file: nothing is doubled.")
    String mendHelp();

    @Message("Back to the project")
    String backToProject();

    @Message("New prompts")
    String imported();

    @Message("{count.counted('new answer', 'new answers')}")
    String withAnswers(int count);

    @Message("see the reasons below")
    String ofLines();

    @Message("same text, not doubled{#if answers > 0}; {answers.counted('answer', 'answers')} too{/if}")
    String notDoubled(int answers);

    @Message("New tasks")
    String newTasks();

    @Message("made from this file")
    String newTasksNote();

    @Message("every line was taken")
    String nothingRefused();

    @Message("Why lines were refused")
    String whyRefused();

    @Message("Reason")
    String reason();

    @Message("Lines")
    String linesCount();

    @Message("The lines")
    String theLines();

    @Message("{#if shown < all}first {shown} of {all}{#else}all {all}{/if}")
    String firstOf(int shown, int all);

    @Message("Line")
    String line();

    @Message("What is wrong")
    String whatIsWrong();

    @Message("Beginning of the line")
    String beginning();
}
