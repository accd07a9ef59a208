/** Direct preference optimisation: from people's choices between answers to a policy, without a reward model between them. */
@NullMarked
package hone.trainer.dpo;

import org.jspecify.annotations.NullMarked;
