/** Confidence intervals by drawing the data again, reproducible and on all processors. */
@NullMarked
package hone.evaluation.bootstrap;

import org.jspecify.annotations.NullMarked;
