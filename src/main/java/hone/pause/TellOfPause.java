package hone.pause;

import hone.notice.Notice;
import hone.notice.Notices;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Who hears of a pause: the person by the bell, other systems by webhooks. What an admin wrote to the person is for nobody else. */
@ApplicationScoped
class TellOfPause {
    private final Notices notices;
    private final Outbox outbox;

    TellOfPause(Notices notices, Outbox outbox) {
        this.notices = notices;
        this.outbox = outbox;
    }

    enum By {
        RULE,
        ADMIN
    }

    /** @param numbers that made a rule pause the person; empty for an admin */
    void paused(PausePerson.Subject who, UUID pause, By by, Map<String, ?> numbers, Instant now) {
        Map<String, Object> data = data(who, pause);
        data.put("by", by.name().toLowerCase(Locale.ROOT));
        data.putAll(numbers);
        outbox.tell(new Happened(who.project(), Happened.LABELER_PAUSED, data, now));
        ring(who, Notice.What.PAUSED, pause, now);
    }

    void lifted(PausePerson.Subject who, UUID pause, Instant now) {
        outbox.tell(new Happened(who.project(), Happened.LABELER_PAUSE_LIFTED, data(who, pause), now));
        ring(who, Notice.What.PAUSE_LIFTED, pause, now);
    }

    void upheld(PausePerson.Subject who, UUID pause, Instant now) {
        ring(who, Notice.What.PAUSE_UPHELD, pause, now);
    }

    private static Map<String, Object> data(PausePerson.Subject who, UUID pause) {
        Map<String, Object> data = new HashMap<>();
        data.put("labelerId", who.labeler());
        data.put("pauseId", pause);
        return data;
    }

    private void ring(PausePerson.Subject who, Notice.What what, UUID pause, Instant now) {
        notices.tell(who.project(), what, pause, List.of(who.labeler()), now);
    }
}
