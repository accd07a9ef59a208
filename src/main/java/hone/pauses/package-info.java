/** The pages of pauses: the admins' list with its rules, and what a paused person reads and answers. */
@NullMarked
package hone.pauses;

import org.jspecify.annotations.NullMarked;
