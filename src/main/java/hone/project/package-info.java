/** Projects, their settings and members. */
@NullMarked
package hone.project;

import org.jspecify.annotations.NullMarked;
