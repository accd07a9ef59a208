/** Several processes that train one model together, by torch.distributed and under torchrun's variables. */
@NullMarked
package hone.trainer.distributed;

import org.jspecify.annotations.NullMarked;
