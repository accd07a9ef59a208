/** What another user of the machine can reach of a running Hone. */
@NullMarked
package hone.bench.walls;

import org.jspecify.annotations.NullMarked;
