/** Preferences that somebody may have planted: what is tested, what was found, and which rows to hold back. */
@NullMarked
package hone.evaluation.poison;

import org.jspecify.annotations.NullMarked;
