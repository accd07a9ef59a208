/** The weekly round. */
@NullMarked
package hone.round;

import org.jspecify.annotations.NullMarked;
