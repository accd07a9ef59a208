/** What leaves a project: its judgments in the formats of the field, frozen datasets, and a project whole. */
@NullMarked
package hone.export;

import org.jspecify.annotations.NullMarked;
