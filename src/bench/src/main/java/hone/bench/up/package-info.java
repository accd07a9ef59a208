/** How long a newcomer waits: from a fresh clone to the first comparison. */
@NullMarked
package hone.bench.up;

import org.jspecify.annotations.NullMarked;
