package hone.projects;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the list of projects. */
@MessageBundle("project")
public interface ProjectMessages {
    @Message("Projects")
    String projectsTitle();

    @Message("New project")
    String newProject();

    @Message("Project")
    String project();

    @Message("Open tasks")
    String openTasks();

    @Message("Judged today")
    String judgedToday();

    @Message("Last round")
    String lastRound();

    @Message(
            "{#switch state}{#case 'none'}none yet{#case 'running'}round {number}, running{#case 'succeeded'}round {number}, done{#case 'failed'}round {number}, failed{#else}round {number}, stopped{/switch}")
    String roundState(int number, String state);

    @Message("Today is the day by the clock of {zone}.")
    String todayIn(String zone);

    @Message("Find a project")
    String find();

    @Message("Find")
    String findIt();

    @Message("No project is called so")
    String noneFound();

    @Message("No name that you may see contains “{query}”.")
    String noneFoundText(String query);

    @Message("All projects")
    String allProjects();

    @Message("Earlier in the list")
    String previousPage();

    @Message("Further in the list")
    String nextPage();

    @Message("{from} to {to} of {total}")
    String shownOf(int from, int to, long total);

    @Message("There is no project yet")
    String noProjectsAdmin();

    @Message(
            "A project is one goal with its instructions, people, prompts and models. Give it a name below; everything else can be changed later.")
    String noProjectsAdminText();

    @Message("You are in no project yet")
    String noProjects();

    @Message("An admin adds people by their user name. Yours is {username}; nothing else is needed from you.")
    String noProjectsText(String username);

    @Message("Name")
    String name();

    @Message("Its address is made of the name and stays when the name changes.")
    String nameHelp();

    @Message("Create project")
    String create();
}
