package hone.project;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the navigation beside every page of a project. */
@MessageBundle("nav")
public interface NavMessages {
    @Message("Project {name}")
    String navigation(String name);

    @Message("Work")
    String navWork();

    @Message("Overview")
    String navOverview();

    @Message("Tasks")
    String navTasks();

    @Message("Guidelines")
    String navGuidelines();

    @Message("Review")
    String navReview();

    @Message("Disagreements")
    String navDisagreements();

    @Message("Quarantine")
    String navQuarantine();

    @Message("People")
    String navPeople();

    @Message("Pauses")
    String navPauses();

    @Message("Gold")
    String navGold();

    @Message("Quiz")
    String navQuiz();

    @Message("Quality")
    String navQuality();

    @Message("Imports")
    String navImports();

    @Message("Export")
    String navExport();

    @Message("Settings")
    String navSettings();

    @Message("Training")
    String navCircle();

    @Message("Rounds")
    String navRounds();

    @Message("Datasets")
    String navDatasets();

    @Message("Runs")
    String navRuns();

    @Message("Models")
    String navModels();

    @Message("Talk to it")
    String navTalk();
}
