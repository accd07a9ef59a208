/** The small world in which the demo is set: its people, stories and sums, the corpus about them and the questions to ask. */
@NullMarked
package hone.bench.world;

import org.jspecify.annotations.NullMarked;
