/** Tests of the supervisor, on a real broker and with real processes. */
@NullMarked
package hone.supervisor;

import org.jspecify.annotations.NullMarked;
