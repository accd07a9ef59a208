/** The statistics of labels on a million rows: time, memory, and the same beside Python's libraries. */
@NullMarked
package hone.bench.stats;

import org.jspecify.annotations.NullMarked;
