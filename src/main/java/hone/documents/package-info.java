/** The texts to pre-train on that a project has, as pages show them. */
@NullMarked
package hone.documents;

import org.jspecify.annotations.NullMarked;
