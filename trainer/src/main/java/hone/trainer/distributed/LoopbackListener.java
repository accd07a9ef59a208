package hone.trainer.distributed;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/**
 * A socket that listens on 127.0.0.1 alone, for libtorch's store: by itself it listens on every address of the machine, and it asks nobody
 * who they are. libtorch takes a file descriptor, which Java's own sockets don't give away. The numbers are Linux's.
 */
final class LoopbackListener {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int BACKLOG = 2048; // as libtorch's own
    private static final int ADDRESS_BYTES = 16;
    private static final int LOOPBACK = 0x7f000001;

    private static final Linker LINKER = Linker.nativeLinker();

    private LoopbackListener() {}

    /** @return its file descriptor, which whoever takes it closes */
    static int listen(int port) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) function("socket", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(AF_INET, SOCK_STREAM, 0);
            require(fd >= 0, "made", port);
            MemorySegment yes = arena.allocateFrom(JAVA_INT, 1);
            int set = (int) function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT)
                    .invokeExact(fd, SOL_SOCKET, SO_REUSEADDR, yes, Integer.BYTES);
            require(set == 0, "set up", port);
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES); // struct sockaddr_in
            address.set(JAVA_SHORT, 0, (short) AF_INET);
            address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), Short.BYTES, (short) port);
            address.set(JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), Integer.BYTES, LOOPBACK);
            int bound = (int) function("bind", JAVA_INT, ADDRESS, JAVA_INT).invokeExact(fd, address, ADDRESS_BYTES);
            require(bound == 0, "bound", port);
            int listening = (int) function("listen", JAVA_INT, JAVA_INT).invokeExact(fd, BACKLOG);
            require(listening == 0, "listened to", port);
            return fd;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library can't be called", e);
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static void require(boolean holds, String what, int port) {
        if (!holds) {
            throw new IllegalStateException("a socket on 127.0.0.1:" + port + " can't be " + what);
        }
    }
}
