/** The kinds of work: all that depends on which one it is begins here. */
@NullMarked
package hone.kind;

import org.jspecify.annotations.NullMarked;
