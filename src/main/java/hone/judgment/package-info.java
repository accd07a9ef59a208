/** What a person decided, and the training rows it yields. */
@NullMarked
package hone.judgment;

import org.jspecify.annotations.NullMarked;
