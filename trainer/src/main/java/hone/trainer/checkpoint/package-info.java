/** Models on disk, written so that a crash at any moment leaves the last good one. */
@NullMarked
package hone.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
