/** Keeps each project's current model served by the model server, and asks that server for answers. */
@NullMarked
package hone.deployment;

import org.jspecify.annotations.NullMarked;
