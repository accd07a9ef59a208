package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page of rankings. */
@MessageBundle("ranking")
public interface RankingMessages {
    @Message("Put {count} answers in order")
    String putInOrder(int count);

    @Message("Rank of answer {letter}")
    String rankOf(String letter);

    @Message("Move answer {letter} up")
    String moveUp(String letter);

    @Message("Move answer {letter} down")
    String moveDown(String letter);

    @Message("Order")
    String order();

    @Message(
            "Press a digit on a card, choose its rank, or drag its letter here: onto an answer for a tie, to its edge to go before or after it.")
    String orderHelp();

    @Message("Not placed yet")
    String unplaced();

    @Message("This is the order in which the answers were shown. If you mean it, submit again.")
    String orderAsShown();

    @Message("These cannot be ranked")
    String notRankable();

    @Message("No rank yet:")
    String notPlaced();

    @Message("All answers have a rank.")
    String allPlaced();

    @Message("These will be stored as not rankable.")
    String noneRanked();

    @Message("nothing yet")
    String nobody();
}
