/** Sampled answers. */
@NullMarked
package hone.trainer.generate;

import org.jspecify.annotations.NullMarked;
