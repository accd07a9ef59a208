/** The list of frozen datasets, freezing, and the page of each. */
@NullMarked
package hone.datasets;

import org.jspecify.annotations.NullMarked;
