package hone.deadletter;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words about messages that could not be read. */
@MessageBundle("deadLetter")
public interface DeadLetterMessages {
    @Message("{count.counted('message', 'messages')} from the trainer could not be read.")
    String deadLetterBanner(String count);

    @Message("Look at them")
    String deadLetterLink();

    @Message("Messages that could not be read")
    String deadTitle();

    @Message(
            "They came on a topic of Hone, but say nothing that Hone understands. They were put aside, with the reason, and everything after them went on. The same stands on the topic dead-letters.")
    String deadLede();

    @Message("All messages could be read.")
    String deadNone();

    @Message("Nothing was put aside. If a run seems stuck, look at the trainer’s log.")
    String deadNoneText();

    @Message("{topic}, partition {partition}, offset {offset}")
    String deadPlace(String topic, String partition, String offset);
}
