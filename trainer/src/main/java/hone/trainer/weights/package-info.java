/** Weights of models: read from files that nobody vouches for, written, and drawn for a new model. */
@NullMarked
package hone.trainer.weights;

import org.jspecify.annotations.NullMarked;
