/** Proximal policy optimisation against a score, held near the model that it began with. */
@NullMarked
package hone.trainer.ppo;

import org.jspecify.annotations.NullMarked;
