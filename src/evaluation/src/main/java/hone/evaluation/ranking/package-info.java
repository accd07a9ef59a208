/** Strengths of answers or models, estimated from comparisons of two. */
@NullMarked
package hone.evaluation.ranking;

import org.jspecify.annotations.NullMarked;
