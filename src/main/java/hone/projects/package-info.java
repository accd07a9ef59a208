/** The list of projects, the creation of one, and the settings of one. */
@NullMarked
package hone.projects;

import org.jspecify.annotations.NullMarked;
