/** How far people who label the same things agree, beyond what chance would make them. */
@NullMarked
package hone.evaluation.agreement;

import org.jspecify.annotations.NullMarked;
