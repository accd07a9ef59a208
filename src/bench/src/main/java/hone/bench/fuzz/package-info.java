/** A hundred thousand hostile requests, and what became of them. */
@NullMarked
package hone.bench.fuzz;

import org.jspecify.annotations.NullMarked;
