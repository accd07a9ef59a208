package hone.trainer.tensor;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What tensors have freed and the C library still holds. Steps need it again, so it is kept (see {@code worker.env}); but where batches
 * differ in width, pieces stay that nothing fits into, and a long run would slowly grow by them.
 */
public final class FreedMemory {
    /** {@code int malloc_trim(size_t pad)} of glibc; empty with another C library, which keeps memory by rules of its own. */
    private static final Optional<MethodHandle> TRIM = Linker.nativeLinker()
            .defaultLookup()
            .find("malloc_trim")
            .map(address -> Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)));

    private FreedMemory() {}

    /** Gives it back to the system. The next step fetches what it needs again, so this is not for every step. */
    public static void giveBack() {
        if (TRIM.isEmpty()) {
            return;
        }
        try {
            int unused = (int) TRIM.get().invokeExact(0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library can't be called", e);
        }
    }
}
