/** Rejection sampling: the best of several answers becomes a written one. */
@NullMarked
package hone.trainer.bestof;

import org.jspecify.annotations.NullMarked;
