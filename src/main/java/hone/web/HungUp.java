package hone.web;

import io.vertx.core.http.HttpClosedException;
import java.nio.channels.ClosedChannelException;

/** A body that breaks off because its sender hung up: an error while it is read, often before anybody is told that the connection is gone. */
public final class HungUp {
    private HungUp() {}

    public static boolean is(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }
}
