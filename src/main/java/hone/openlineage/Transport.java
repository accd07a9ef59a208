package hone.openlineage;

import java.util.Optional;

/** A way for events to leave, as OpenLineage calls it. */
interface Transport {
    /** As it is stored with each event. */
    String name();

    /** @return why the event was not accepted; empty if it was */
    Optional<String> send(String payload) throws InterruptedException;
}
