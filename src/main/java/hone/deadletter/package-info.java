/** Messages of the trainer that could not be read, put aside for an admin. */
@NullMarked
package hone.deadletter;

import org.jspecify.annotations.NullMarked;
