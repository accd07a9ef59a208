/** Requests that no browser sends, by a seed: what a test sends a few thousand of and a measurement a hundred thousand. */
@NullMarked
package hone.devstack.hostile;

import org.jspecify.annotations.NullMarked;
