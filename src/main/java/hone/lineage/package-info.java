/** From one task to every model that its judgments made, as a page, as JSON and as text. */
@NullMarked
package hone.lineage;

import org.jspecify.annotations.NullMarked;
