package hone.export;

import hone.contract.Wire;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The answer to one request: counts and hashes what goes out, and ends the writing when nobody takes it any more. A write to a
 * connection that is gone fails in silence, and one to a client that reads nothing waits for ever; so the end of the request is
 * listened to, and a timer looks at how long the present write has waited.
 */
final class ToClient extends OutputStream {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final OutputStream out;
    private final RoutingContext request;
    private final Duration stalledAfter;
    private final long deadlineNanos;
    private final MessageDigest digest = Wire.sha256();
    private final long timer;
    private volatile long writingSinceNanos;
    private volatile boolean writing;
    /** Why there is no use in going on. */
    private volatile Optional<ExportRecord.Outcome> ended = Optional.empty();

    private long bytes;
    private long waitedNanos;

    ToClient(OutputStream out, RoutingContext request, ExportConfig config) {
        this.out = out;
        this.request = request;
        this.stalledAfter = config.stalledAfter();
        this.deadlineNanos = System.nanoTime() + config.timeMax().toNanos();
        request.addEndHandler(done -> cut(ExportRecord.Outcome.HUNG_UP));
        if (request.response().closed()) {
            cut(ExportRecord.Outcome.HUNG_UP); // they hung up before there was a handler
        }
        this.timer = request.vertx().setPeriodic(LOOK.toMillis(), tick -> look());
    }

    private void look() {
        if (System.nanoTime() > deadlineNanos) {
            hangUp(ExportRecord.Outcome.TIME);
        } else if (writing && System.nanoTime() - writingSinceNanos > stalledAfter.toNanos()) {
            hangUp(ExportRecord.Outcome.STALLED);
        }
    }

    private synchronized void cut(ExportRecord.Outcome why) {
        ended = ended.or(() -> Optional.of(why));
    }

    /** Breaks the connection, so that a file that is not whole can't be taken for one, and a write that waits ends. */
    void hangUp(ExportRecord.Outcome why) {
        cut(why);
        // Not by close() of the connection: that is orderly, so it would wait until all is taken, and the answer would
        // look whole.
        ((ConnectionBase) request.request().connection())
                .channelHandlerContext()
                .close();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        goOn();
        writingSinceNanos = System.nanoTime();
        writing = true;
        try {
            out.write(content, offset, length);
        } catch (IOException e) {
            throw new BrokenOff(ended.orElse(ExportRecord.Outcome.HUNG_UP));
        } finally {
            writing = false;
            waitedNanos += System.nanoTime() - writingSinceNanos;
        }
        digest.update(content, offset, length);
        bytes += length;
    }

    @Override
    public void flush() throws IOException {
        goOn();
        out.flush();
    }

    /** @throws BrokenOff when nobody waits for the rest */
    void goOn() throws BrokenOff {
        Optional<ExportRecord.Outcome> why = ended;
        if (why.isPresent()) {
            throw new BrokenOff(why.get());
        }
    }

    /** All is written: that the request ends now is as it should be. */
    void sent() throws IOException {
        goOn();
        out.flush();
    }

    long bytes() {
        return bytes;
    }

    /** How long the client has been waited for. */
    long waitedNanos() {
        return waitedNanos;
    }

    /** Of all that went out; the last question that can be asked. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The timer ends; the answer itself is closed by whoever opened it. */
    @Override
    public void close() {
        request.vertx().cancelTimer(timer);
    }
}
