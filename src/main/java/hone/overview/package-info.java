/** A project as its admin sees it on one page: counts, progress, the forms that start things. */
@NullMarked
package hone.overview;

import org.jspecify.annotations.NullMarked;
