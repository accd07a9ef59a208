/** The stages of training: which model each begins from, by which recipe, why one is refused, and each by hand. */
@NullMarked
package hone.training;

import org.jspecify.annotations.NullMarked;
