/** Versioned instructions and their rules. */
@NullMarked
package hone.guideline;

import org.jspecify.annotations.NullMarked;
