/** Judgments that wait for a second person, what was decided about them, and tasks about which people disagree. */
@NullMarked
package hone.review;

import org.jspecify.annotations.NullMarked;
