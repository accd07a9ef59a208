/** Weights of models: reading untrusted files, writing, and random weights for a new model. */
@NullMarked
package hone.trainer.weights;

import org.jspecify.annotations.NullMarked;
