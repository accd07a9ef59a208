/** Kahneman-Tversky optimisation: from ratings of single answers to a policy. */
@NullMarked
package hone.trainer.kto;

import org.jspecify.annotations.NullMarked;
