/** What every stage shares whose policy learns from its own answers: sampling them, batches of them, rolling back. */
@NullMarked
package hone.trainer.rollout;

import org.jspecify.annotations.NullMarked;
