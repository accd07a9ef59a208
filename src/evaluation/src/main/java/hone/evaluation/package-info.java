/** What is measured of models and of labels, and how certain it is: pure numbers, for the app's pages and for the bench. */
@NullMarked
package hone.evaluation;

import org.jspecify.annotations.NullMarked;
