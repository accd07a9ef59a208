/** How the base model that ships with Hone is made, and measured, again. */
@NullMarked
package hone.bench.base;

import org.jspecify.annotations.NullMarked;
