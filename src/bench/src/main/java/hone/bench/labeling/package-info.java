/** Signed-in labelers over HTTP under load: how fast they get work and submit it, and whether anything was lost. */
@NullMarked
package hone.bench.labeling;

import org.jspecify.annotations.NullMarked;
