/** AdamW, learning rate schedules and clipping. */
@NullMarked
package hone.trainer.optim;

import org.jspecify.annotations.NullMarked;
