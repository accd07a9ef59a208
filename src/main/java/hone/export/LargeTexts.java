package hone.export;

import hone.web.SqlSnapshot;
import java.util.UUID;

/** Texts too large to come with a batch of tasks: they are read one by one, where they are written. */
record LargeTexts(SqlSnapshot snapshot) {
    String text(UUID answer) {
        return snapshot.list("select text from answer where id = ?", c -> c.text("text"), answer)
                .getFirst();
    }

    String messages(UUID prompt) {
        return snapshot.list("select messages from prompt where id = ?", c -> c.text("messages"), prompt)
                .getFirst();
    }
}
