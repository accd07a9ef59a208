package hone.projects;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the list of projects and of a project’s settings. */
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

    @Message("Settings")
    String settingsTitle();

    @Message(
            "How work in {name} is handed out, answered and frozen. Changes count from the next task on; what is judged stays as it is.")
    String settingsLede(String name);

    @Message("Saved.")
    String saved();

    @Message("Description")
    String description();

    @Message("One or two sentences for the people who judge. Shown on the overview.")
    String descriptionHelp();

    @Message("Handing out work")
    String work();

    @Message("What is asked of a prompt")
    String askedTitle();

    @Message(
            "Answers are compared and ranked where there are at least two; otherwise each is corrected; without answers, or where nothing else is asked, somebody writes one. Ratings come on top of that. What is off is asked of no prompt from now on; work that is there stays.")
    String askedHelp();

    @Message("Kind of work")
    String kindOfWork();

    @Message("Judgments of each, by different people")
    String judgments();

    @Message("{kind}: judgments of each, by different people")
    String judgmentsOf(String kind);

    @Message("1 to 20. Two or more let agreement be measured. Tasks that exist keep their number.")
    String judgmentsHelp();

    @Message("Answers in one ranking")
    String rankingSize();

    @Message("3 or 4. Four give six pairs for one decision, but take longer to read.")
    String rankingSizeHelp();

    @Message("Minutes for one task")
    String leaseMinutes();

    @Message("1 to 480. After that an unfinished task goes to someone else; what was typed stays that person’s draft.")
    String leaseMinutesHelp();

    @Message("A reason must be written")
    String rationaleRequired();

    @Message("Otherwise the reason is optional. Reasons help reviewers and cost time.")
    String rationaleRequiredHelp();

    @Message("The model’s answers")
    String sampling();

    @Message("Answers per prompt")
    String answersPerPrompt();

    @Message("2 to 8. Prompts with fewer are answered by the current model in the next round.")
    String answersPerPromptHelp();

    @Message("Temperature")
    String temperature();

    @Message("0 to 2. At 0 all answers to a prompt are the same; 1 is the model as it learned.")
    String temperatureHelp();

    @Message("Top-p")
    String topP();

    @Message("Above 0, up to 1. At 1 every word can come; lower leaves out the unlikely ones.")
    String topPHelp();

    @Message("Tokens in an answer, at most")
    String responseTokensMax();

    @Message("1 to 4096. An answer that has not ended by then is cut, and marked so.")
    String responseTokensMaxHelp();

    @Message("Datasets")
    String datasets();

    @Message("Held-out prompts, in %")
    String heldOutPercent();

    @Message("0 to 50. These prompts are never trained on; they measure whether training helped.")
    String heldOutPercentHelp();

    @Message("Rounds")
    String rounds();

    @Message("Which stages a round takes, and by which recipes, is set on a page of its own.")
    String roundsHelp();

    @Message("Stages and recipes")
    String toRoundSteps();

    @Message("Save settings")
    String saveSettings();

    @Message("Breadcrumb")
    String breadcrumb();
}
