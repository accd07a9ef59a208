package hone.tasks;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the list of tasks. */
@MessageBundle("taskList")
public interface TaskListMessages {
    @Message("Everything that was ever asked in {project}, newest first.")
    String tasksLede(String project);

    @Message("Kind of work")
    String kindOfWork();

    @Message("All kinds")
    String allKinds();

    @Message("State")
    String state();

    @Message("All states")
    String allStates();

    @Message("Show")
    String show();

    @Message("Prompt")
    String prompt();

    @Message("Made of")
    String madeOf();

    @Message("Made")
    String made();

    @Message("Judged")
    String judged();

    @Message("Next {count}")
    String nextPage(int count);

    @Message("Back to the newest")
    String firstPage();

    @Message("There are no tasks yet")
    String noTasks();

    @Message("No task is of this kind and state")
    String noTasksFiltered();

    @Message("They are made when prompts are imported or a model answers.")
    String noTasksText();

    @Message("Choose another kind or state above.")
    String noTasksFilteredText();
}
