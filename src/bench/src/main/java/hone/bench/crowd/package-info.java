/** Simulated crowds with bad labelers and attackers in them, and what their labels make of a reward model. */
@NullMarked
package hone.bench.crowd;

import org.jspecify.annotations.NullMarked;
