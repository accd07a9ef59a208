/** How the base model that ships with Hone is made and measured. */
@NullMarked
package hone.bench.base;

import org.jspecify.annotations.NullMarked;
