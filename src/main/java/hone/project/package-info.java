/** Projects, their members, and the project that a request is about. */
@NullMarked
package hone.project;

import org.jspecify.annotations.NullMarked;
