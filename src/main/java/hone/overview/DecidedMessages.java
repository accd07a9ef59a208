package hone.overview;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What was decided, as a sentence about numbered answers. */
@MessageBundle("decided")
public interface DecidedMessages {
    @Message(
            "Answer {chosen} {#switch degree}{#case 'MUCH'}much better than{#case 'BETTER'}better than{#else}slightly better than{/switch} answer {rejected}")
    String decidedPreferred(String chosen, String rejected, String degree);

    @Message("Tie")
    String decidedTie();

    @Message("Both bad")
    String decidedBothBad();

    @Message("Answers in order, best first: {places}")
    String decidedRanking(String places);

    @Message("Not rankable")
    String decidedNotRankable();

    @Message("Wrote an answer:")
    String decidedDemonstration();

    @Message("Corrected answer {number}:")
    String decidedCorrection(String number);
}
