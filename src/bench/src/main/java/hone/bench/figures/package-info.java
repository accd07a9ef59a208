/** How measurements are printed: one JSON object per line, or a table to read. */
@NullMarked
package hone.bench.figures;

import org.jspecify.annotations.NullMarked;
