/** Scores answers that are there. */
@NullMarked
package hone.trainer.score;

import org.jspecify.annotations.NullMarked;
