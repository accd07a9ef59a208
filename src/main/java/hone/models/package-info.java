/** The list of models and the page of each: where it comes from, what was measured, what people found. */
@NullMarked
package hone.models;

import org.jspecify.annotations.NullMarked;
