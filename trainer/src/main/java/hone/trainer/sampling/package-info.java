/** Answers: tokens drawn from what a decoder says comes next, in batches that begin together or row by row. */
@NullMarked
package hone.trainer.sampling;

import org.jspecify.annotations.NullMarked;
