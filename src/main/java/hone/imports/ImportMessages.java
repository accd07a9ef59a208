package hone.imports;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.util.Optional;

/** The words of the pages about imports. */
@MessageBundle("conversation")
public interface ImportMessages {
    @Message("Imports")
    String importsTitle();

    @Message("Prompts for {project}, with answers if you have them. The same line again adds nothing.")
    String importsLede(String project);

    @Message("Import prompts")
    String importPrompts();

    @Message("JSON lines file")
    String file();

    @Message(
            "One object a line, or one JSON array of them, with “prompt” or “messages”, and “answers” if you have them; or message trees of Open Assistant. Up to 50 MB, also as .gz. A line with text in other fields is refused, so that nothing is lost unseen.")
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

    @Message("Reading {file}")
    String reading(String file);

    @Message(
            "{#if lines == 0}Waiting to be read{#else if percent.isPresent}{percent.get} % read, up to line {lines}{#else}Read up to line {lines}{/if}")
    String progress(int lines, Optional<Integer> percent);

    @Message("You may leave this page: the file is read all the same.")
    String readingHelp();

    @Message("Cancel the import…")
    String cancel();

    @Message("What was read so far stays.")
    String cancelText();

    @Message("Yes, cancel it")
    String cancelSure();

    @Message("Ending after the lines in work…")
    String cancelAsked();

    @Message("Kept up to date while you look at it.")
    String liveOn();

    @Message("The connection was lost. Trying again…")
    String liveLost();

    @Message(
            "{#if state == 'cancelled'}Cancelled after line {lines}.{#else if state == 'hung-up'}The program that sent this file went away, so reading ended after line {lines}.{#else if state == 'lines'}The file has more lines than are taken at once: reading ended after line {lines}. Split it and send the rest.{#else if state == 'time'}Reading took too long and ended after line {lines}.{#else if state == 'refusals'}Too many lines were refused: reading ended after line {lines}, and the rest was left out.{#else if state == 'lost'}Hone stopped while it read this file, after line {lines}.{#else}The file could not be read to its end: {because}. It was read up to line {lines}.{/if} What stands before that is imported. Send the file again to go on: nothing is doubled.")
    String ended(String state, int lines, String because);

    @Message(
            "{#if state == 'reading'}Being read{#else if state == 'cancelling'}Ending{#else if state == 'cancelled'}Cancelled{#else}Cut short{/if}")
    String shortState(String state);

    @Message("Taken, but worth a look")
    String remarks();

    @Message("Remark")
    String remark();

    @Message("These fields hold no text and were left out: {fields}.")
    String leftOut(String fields);

    @Message("From")
    String from();

    @Message("{#if count == 1}Download the refused line{#else}Download the {count} refused lines{/if}")
    String downloadRefused(int count);

    @Message("The reason stands above each line. Mend the lines and import that file as it is: nothing is doubled.")
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
