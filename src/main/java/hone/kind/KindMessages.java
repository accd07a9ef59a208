package hone.kind;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * What labelers' pages call a kind of work. English uses the constant's own words; translations are keyed by the constant's
 * name, and a test finds a kind that they leave out.
 */
@MessageBundle("kinds")
public interface KindMessages {
    @Message("{kind.words.label}")
    String label(WorkKind kind);

    /** Within a sentence. */
    @Message("{kind.words.one}")
    String one(WorkKind kind);

    @Message("{kind.words.title}")
    String title(WorkKind kind);

    @Message("{kind.words.about}")
    String about(WorkKind kind);
}
