/** The launcher behind {@code ./hone}: starts all of Hone on one machine, watches it and ends it. */
@NullMarked
package hone.devstack.launch;

import org.jspecify.annotations.NullMarked;
