package hone.people;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page about the people of a project. */
@MessageBundle("people")
public interface PeopleMessages {
    @Message("Somebody else tries to sign in as {username}.")
    String contested(String username);

    @Message(
            "{name} has worked here under this user name. The sign-in service says that whoever uses it now is another person, so they were not let in.")
    String contestedWhy(String name);

    @Message("Free the name")
    String freeName();

    @Message(
            "{name} keeps their work, their projects and their talks, under a longer user name. Whoever signs in as {username} begins anew.")
    String freeNameText(String name, String username);

    @Message("Last tried")
    String lastTried();

    @Message("Who has read which guideline")
    String readers();

    @Message("version {number}")
    String readNewest(int number);

    @Message("version {number} of {newest}")
    String readOlder(int number, int newest);

    @Message("not yet")
    String readNone();

    @Message("As people confirmed it, on the page of work or of the guideline. Nobody is kept from working by it.")
    String readersText();

    @Message("People")
    String peopleTitle();

    @Message("Who may see and judge {name}. For everyone else the project does not exist; admins see every project.")
    String peopleLede(String name);

    @Message("Add by user name")
    String addByUsername();

    @Message("Works before the first sign-in too.")
    String addHelp();

    @Message("Add")
    String add();

    @Message("Person")
    String person();

    @Message("Last seen")
    String lastSeen();

    @Message("never")
    String never();

    @Message("Judgments")
    String judgments();

    @Message("State")
    String state();

    @Message("Action")
    String action();

    @Message("Working")
    String working();

    @Message("Not signed in yet")
    String notSignedIn();

    @Message("Away")
    String away();

    @Message("Remove…")
    String remove();

    @Message("Remove {person} from {project}?")
    String removeAsk(String person, String project);

    @Message("Their judgments stay. A task they hold goes back to the others; what they typed stays theirs.")
    String removeKept();

    @Message("Remove")
    String removeYes();

    @Message("Nobody is in this project yet")
    String noPeople();

    @Message("Add people by their user name. They find the project under Today after their next sign-in.")
    String noPeopleText();

    @Message("What people may do")
    String roles();

    @Message(
            "Roles come from the sign-in service and hold for every project: ask the people who run it to change them.")
    String rolesText();

    @Message("Labeler")
    String roleLabeler();

    @Message(
            "judges tasks, reads guidelines and sees how far rounds, datasets, runs and models are; never the answers of a model or what others decided.")
    String roleLabelerText();

    @Message("Reviewer")
    String roleReviewer();

    @Message(
            "does the same, and sees answers, models and who judged what, once a task can’t be handed to them any more.")
    String roleReviewerText();

    @Message("Admin")
    String roleAdmin();

    @Message("writes guidelines, imports prompts, adds people, starts rounds and makes models current.")
    String roleAdminText();

    @Message("Simulated")
    String simulated();
}
