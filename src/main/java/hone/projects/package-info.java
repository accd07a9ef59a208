/** The list of projects, a new one, and the settings of one. */
@NullMarked
package hone.projects;

import org.jspecify.annotations.NullMarked;
