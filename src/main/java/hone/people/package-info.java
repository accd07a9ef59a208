/** Who works on a project, how much they did, and which guidelines they have confirmed. */
@NullMarked
package hone.people;

import org.jspecify.annotations.NullMarked;
