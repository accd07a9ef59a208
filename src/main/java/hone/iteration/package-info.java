/** The weekly round. */
@NullMarked
package hone.iteration;

import org.jspecify.annotations.NullMarked;
