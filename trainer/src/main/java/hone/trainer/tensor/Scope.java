package hone.trainer.tensor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees every native object created while it was open, on the thread that opened it. Open one per step; what must outlive it is
 * passed to {@link #keep}, and its owner calls {@link #release} when it is no longer needed. The garbage collector frees nothing
 * here: it sees wrappers of a few bytes and would run too late.
 */
public final class Scope implements AutoCloseable {
    private static final AtomicLong KEPT = new AtomicLong();

    private final PointerScope natives = new PointerScope();

    private Scope() {}

    public static Scope open() {
        return new Scope();
    }

    /**
     * Computes something in a scope of its own, of which only the result stays: it belongs to the scope around. What the backward pass
     * needs is held by the graph, so that everything else of a long computation need not wait for the end of the step.
     */
    public static <P extends Pointer> P result(Supplier<P> work) {
        PointerScope around = PointerScope.getInnerScope();
        try (PointerScope natives = new PointerScope()) {
            P result = work.get();
            if (around == null) {
                result.retainReference(); // it is left to whoever asked, as without any scope
            } else {
                around.attach(result);
            }
            return result;
        }
    }

    /** Removes the object from all scopes: it lives until {@link #release}. */
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

    /** All living native objects, in scopes or not; 0 if JavaCPP does not count them ({@code nopointergc}). */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    @Override
    public void close() {
        natives.close();
    }
}
