/** A whole Hone of its own for a measurement: started by the launcher on free ports, with its own folder. */
@NullMarked
package hone.bench.stack;

import org.jspecify.annotations.NullMarked;
