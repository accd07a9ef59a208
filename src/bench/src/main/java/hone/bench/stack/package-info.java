/** A whole Hone of one's own for a measurement: started by the launcher on free ports, with a folder of its own. */
@NullMarked
package hone.bench.stack;

import org.jspecify.annotations.NullMarked;
