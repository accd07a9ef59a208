/** Scripted labelers: a hidden preference, its noise and their decisions; no trainer ever sees the preference. */
@NullMarked
package hone.bench.labelers;

import org.jspecify.annotations.NullMarked;
