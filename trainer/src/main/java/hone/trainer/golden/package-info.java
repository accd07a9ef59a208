/** Reference numbers from other implementations, and the comparison with them. */
@NullMarked
package hone.trainer.golden;

import org.jspecify.annotations.NullMarked;
