/** The signed-in person: identity, roles, preferences. */
@NullMarked
package hone.labeler;

import org.jspecify.annotations.NullMarked;
