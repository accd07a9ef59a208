/** Models that score instead of writing: rewards and values. */
@NullMarked
package hone.trainer.scoring;

import org.jspecify.annotations.NullMarked;
