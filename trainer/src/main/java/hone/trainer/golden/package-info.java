/** Reference numbers from outside, and what it takes to compare with them. */
@NullMarked
package hone.trainer.golden;

import org.jspecify.annotations.NullMarked;
