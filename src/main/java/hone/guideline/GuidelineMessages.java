package hone.guideline;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of guideline pages and of the guideline beside the work. */
@MessageBundle("guideline")
public interface GuidelineMessages {
    @Message("Guideline")
    String title();

    @Message("Version {number}")
    String version(int number);

    @Message("Hide")
    String hide();

    @Message("Hide the guideline")
    String hideLabel();

    @Message("Tick the rules that decided it. They are stored with your judgment.")
    String tickRules();

    @Message("Examples")
    String examples();

    @Message("Good")
    String good();

    @Message("Not enough")
    String notEnough();
}
