/** What is measured of models, and how certain it is: pure numbers, for the app's pages and for the bench. */
@NullMarked
package hone.evaluation;

import org.jspecify.annotations.NullMarked;
