/** What is served: keeps the model server at each project's current model, and asks it. */
@NullMarked
package hone.deployment;

import org.jspecify.annotations.NullMarked;
