/** In which order tasks of equal priority are handed out, where a project has chosen another than the oldest first. */
@NullMarked
package hone.ordering;

import org.jspecify.annotations.NullMarked;
