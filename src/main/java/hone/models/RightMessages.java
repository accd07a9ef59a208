package hone.models;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the table that tells how often a reward model is right: on its own page and on that of its run. */
@MessageBundle("rightPairs")
public interface RightMessages {
    @Message("People chose one answer")
    String degree();

    @Message(
            "{#switch degree}{#case 'all'}All together{#case 'much'}much better{#case 'better'}better{#case 'slightly'}slightly better{#case 'people'}Two people agree{#case 'model'}The model agrees with them{#else}{degree}{/switch}")
    String name(String degree);

    @Message("Right")
    String right();

    @Message("Pairs")
    String pairs();

    @Message("95 % interval")
    String interval();

    @Message("{low} to {high} %")
    String between(String low, String high);

    @Message("too few to tell")
    String tooFew();

    @Message("pairs not counted")
    String notTold();

    @Message("No pair was judged by two people, so how often people agree is not known.")
    String noCeiling();
}
