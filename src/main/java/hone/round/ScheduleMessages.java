package hone.round;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the weekly schedule, wherever its form stands. */
@MessageBundle("schedule")
public interface ScheduleMessages {
    @Message("Weekly schedule")
    String schedule();

    @Message("On")
    String on();

    @Message("Off")
    String off();

    @Message("Day")
    String day();

    @Message(
            "{#switch day}{#case 1}Monday{#case 2}Tuesday{#case 3}Wednesday{#case 4}Thursday{#case 5}Friday{#case 6}Saturday{#else}Sunday{/switch}")
    String dayName(int day);

    @Message("Time")
    String time();

    @Message("Time zone")
    String zone();

    @Message("Start rounds by themselves")
    String enabled();

    @Message("Save")
    String save();

    @Message("Next: {when}. A round missed while Hone was down is run once.")
    String next(String when);

    @Message("No round starts by itself. A round missed while Hone is down would be run once.")
    String noNext();

    @Message("Last due {when}: {note}")
    String lastNote(String when, String note);

    @Message("Last due {when}: a round was started.")
    String lastStarted(String when);
}
