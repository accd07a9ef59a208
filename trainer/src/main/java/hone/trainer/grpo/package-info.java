/** Group-relative policy optimisation: each answer is compared with the others to its prompt, so there is no value model. */
@NullMarked
package hone.trainer.grpo;

import org.jspecify.annotations.NullMarked;
