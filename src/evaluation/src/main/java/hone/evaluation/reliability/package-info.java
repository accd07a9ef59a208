/** How reliable labelers are, estimated from their labels alone. */
@NullMarked
package hone.evaluation.reliability;

import org.jspecify.annotations.NullMarked;
