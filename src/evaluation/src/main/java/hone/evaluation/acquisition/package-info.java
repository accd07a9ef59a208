/** How much the next judgment of a task may tell: what active learning calls an acquisition function. */
@NullMarked
package hone.evaluation.acquisition;

import org.jspecify.annotations.NullMarked;
