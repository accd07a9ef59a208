package hone.devstack;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** A part that is one JVM of ours. */
public interface JvmServer extends Server {

    /** The holder of the JVM, empty while the part does not run. */
    OneJvm jvm();

    @Override
    default boolean isAlive() {
        return jvm().isAlive();
    }

    @Override
    default OptionalLong pid() {
        return jvm().pid();
    }

    @Override
    default OptionalInt exitCode() {
        return jvm().exitCode();
    }

    @Override
    default void close() {
        jvm().close();
    }
}
