/** Decoders of Hugging Face directories: configuration, weights in and out, forward pass, cache. */
@NullMarked
package hone.trainer.model;

import org.jspecify.annotations.NullMarked;
