/** Who may do what, and what becomes of hostile input: every endpoint of the running app. */
@NullMarked
package hone.access;

import org.jspecify.annotations.NullMarked;
