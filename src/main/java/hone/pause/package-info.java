/** Who is handed no new work in a project, why, and what they answered. */
@NullMarked
package hone.pause;

import org.jspecify.annotations.NullMarked;
