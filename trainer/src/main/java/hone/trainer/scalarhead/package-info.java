/** Models that score instead of writing: rewards and values. */
@NullMarked
package hone.trainer.scalarhead;

import org.jspecify.annotations.NullMarked;
