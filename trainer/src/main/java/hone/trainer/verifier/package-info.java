/** Rules that say whether an answer is right, where no reward model is needed. */
@NullMarked
package hone.trainer.verifier;

import org.jspecify.annotations.NullMarked;
