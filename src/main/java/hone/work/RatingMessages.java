package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page of ratings. */
@MessageBundle("rating")
public interface RatingMessages {
    @Message("{#if count == 1}Rate this answer{#else}Rate {count} answers{/if}")
    String rate(int count);

    @Message("yes")
    String yes();

    @Message("no")
    String no();

    @Message("1 not at all · 7 as much as possible")
    String ends();

    @Message("Nothing to rate")
    String nothing();

    @Message(
            "This version of the guideline names no scale and no flag. An admin adds rules whose titles end with (1–7) or (yes/no) under Guidelines.")
    String nothingText();

    @Message("Not rated yet:")
    String notRated();

    @Message("Everything is rated.")
    String allRated();

    @Message("Rate")
    String keysRate();

    @Message("Answer the marked line: a step, yes or no")
    String keyAnswer();

    @Message("Next or previous line")
    String keyLines();

    @Message("Digits, y and n answer the marked line; j and k go to the next and the previous line.")
    String keys();
}
