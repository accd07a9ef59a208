/** Messages from the trainer that could not be read, set aside for an admin. */
@NullMarked
package hone.deadletter;

import org.jspecify.annotations.NullMarked;
