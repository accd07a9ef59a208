/** How fast data comes in, is frozen, is found again and goes out, at three sizes. */
@NullMarked
package hone.bench.data;

import org.jspecify.annotations.NullMarked;
