/** The page of trigger phrases: which are in use, and what they did to the newest models. */
@NullMarked
package hone.canaries;

import org.jspecify.annotations.NullMarked;
