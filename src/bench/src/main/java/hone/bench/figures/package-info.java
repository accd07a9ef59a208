/** How measurements print: one JSON object a line, or a table to read. */
@NullMarked
package hone.bench.figures;

import org.jspecify.annotations.NullMarked;
