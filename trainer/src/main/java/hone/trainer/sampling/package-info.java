/** Answers: tokens sampled from a decoder, in batches that start together or with rows that come and go. */
@NullMarked
package hone.trainer.sampling;

import org.jspecify.annotations.NullMarked;
