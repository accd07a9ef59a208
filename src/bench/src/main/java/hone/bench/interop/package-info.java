/** Other people's programs beside a running Hone. */
@NullMarked
package hone.bench.interop;

import org.jspecify.annotations.NullMarked;
