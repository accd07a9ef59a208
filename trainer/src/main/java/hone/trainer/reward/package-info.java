/** Reward modelling: from people's choices between answers to a score. */
@NullMarked
package hone.trainer.reward;

import org.jspecify.annotations.NullMarked;
