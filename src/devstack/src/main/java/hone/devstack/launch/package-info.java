/** The launcher behind {@code ./hone}: starts the whole of Hone on one machine, watches over it and ends it. */
@NullMarked
package hone.devstack.launch;

import org.jspecify.annotations.NullMarked;
