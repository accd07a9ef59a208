package hone.notice;

import hone.labeler.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.OptionalLong;

/** The bell in the frame of every page: one look at an index, once a request. */
@Named("bell")
@RequestScoped
public class Bell {
    private final SignedIn me;
    private final Notices notices;
    private OptionalLong unread = OptionalLong.empty();

    Bell(SignedIn me, Notices notices) {
        this.me = me;
        this.notices = notices;
    }

    private long unread() {
        if (unread.isEmpty()) {
            unread = OptionalLong.of(notices.unread(me.id()));
        }
        return unread.getAsLong();
    }

    public boolean isRinging() {
        return unread() > 0;
    }

    /** “3”, or “9+”. */
    public String getCount() {
        return unread() > Notices.UNREAD_COUNTED ? Notices.UNREAD_COUNTED + "+" : Long.toString(unread());
    }
}
