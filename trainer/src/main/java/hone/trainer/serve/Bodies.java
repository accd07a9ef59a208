package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Bounds the memory of request bodies: each body has a limit, all large ones together have another, and they are parsed one after
 * the other, because JSON of many small things takes thirty times its length.
 */
final class Bodies {
    static final int BYTES_MAX = 1 << 20;

    private static final int ALL_BYTES_MAX =
            12 << 20; // of a heap of 128 MB, which holds each of them three times for a moment
    private static final int SMALL_BYTES = 1 << 14; // too small to count: every possible connection may have one

    private final Semaphore large = new Semaphore(ALL_BYTES_MAX);
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    /** Reads a body into a shape and passes it on to what needs all of it; its share of the memory is free again afterwards. */
    <S, R> R read(InputStream in, Function<Fields, S> shape, Function<S, R> use) throws IOException {
        int held = 0;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] block = new byte[SMALL_BYTES];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (bytes.size() + read > BYTES_MAX) {
                    throw tooLarge();
                }
                if (bytes.size() + read > SMALL_BYTES) {
                    if (!large.tryAcquire(read)) {
                        throw ApiError.crowded();
                    }
                    held += read;
                }
                bytes.write(block, 0, read);
            }
            return use.apply(parsed(bytes, shape));
        } finally {
            large.release(held);
        }
    }

    private <S> S parsed(ByteArrayOutputStream bytes, Function<Fields, S> shape) {
        oneAtATime.lock();
        try {
            return shape.apply(new Fields(Wire.read(bytes.toByteArray(), JsonNode.class)));
        } catch (UnreadableMessage e) {
            throw ApiError.unreadable(
                    "We could not parse the JSON body of your request: send one JSON object in UTF-8.");
        } finally {
            oneAtATime.unlock();
        }
    }

    private static ApiError tooLarge() {
        return new ApiError(
                413,
                ApiError.INVALID,
                Optional.empty(),
                Optional.of("request_too_large"),
                "The request is larger than " + (BYTES_MAX >> 10) + " KiB.");
    }
}
