/**
 * Requests that no browser sends, generated from a seed: a test sends a few thousand of them and a measurement a hundred
 * thousand.
 */
@NullMarked
package hone.devstack.hostile;

import org.jspecify.annotations.NullMarked;
