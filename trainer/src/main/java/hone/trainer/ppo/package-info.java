/** Proximal policy optimisation against a score, held near the model it started from. */
@NullMarked
package hone.trainer.ppo;

import org.jspecify.annotations.NullMarked;
