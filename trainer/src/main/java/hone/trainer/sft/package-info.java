/** Supervised fine-tuning on demonstrations. */
@NullMarked
package hone.trainer.sft;

import org.jspecify.annotations.NullMarked;
