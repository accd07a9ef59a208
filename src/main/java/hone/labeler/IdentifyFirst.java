package hone.labeler;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Finds out who is asking before the work of a request begins; see {@link SignedIn#identify}. */
class IdentifyFirst {
    private final SignedIn me;

    IdentifyFirst(SignedIn me) {
        this.me = me;
    }

    @ServerRequestFilter
    void identify() {
        me.identify();
    }
}
