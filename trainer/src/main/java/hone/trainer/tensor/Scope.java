package hone.trainer.tensor;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees every native object made while it was open, on the thread that opened it. Open one per step; what must outlive it is
 * named with {@link #keep}, and its owner calls {@link #release} when it is done. The garbage collector frees nothing here: it
 * sees wrappers of a few bytes and would come too late.
 */
public final class Scope implements AutoCloseable {
    private static final AtomicLong KEPT = new AtomicLong();

    private final PointerScope natives = new PointerScope();

    private Scope() {}

    public static Scope open() {
        return new Scope();
    }

    /** Takes the object out of all scopes: it lives until {@link #release}. */
    public static <P extends Pointer> P keep(P kept) {
        kept.retainReference();
        KEPT.incrementAndGet();
        return kept;
    }

    public static void release(Pointer kept) {
        kept.releaseReference();
        KEPT.decrementAndGet();
    }

    /** Objects that were kept and not released. */
    public static long keptObjects() {
        return KEPT.get();
    }

    /** All native objects that live, in scopes or out of them; 0 when JavaCPP does not count ({@code nopointergc}). */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    @Override
    public void close() {
        natives.close();
    }
}
