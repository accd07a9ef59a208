/** Scripted labelers: a hidden preference, its noise and what they decide; no trainer ever sees it. */
@NullMarked
package hone.bench.labelers;

import org.jspecify.annotations.NullMarked;
