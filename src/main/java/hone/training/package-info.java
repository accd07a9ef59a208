/** The stages of training: which model each starts from, by which recipe, why one is refused, and each by hand. */
@NullMarked
package hone.training;

import org.jspecify.annotations.NullMarked;
