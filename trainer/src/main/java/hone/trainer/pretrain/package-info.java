/** Next-token prediction on plain documents. */
@NullMarked
package hone.trainer.pretrain;

import org.jspecify.annotations.NullMarked;
