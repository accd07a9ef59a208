/** Signed-in labelers over HTTP under load: how fast work comes and goes, and whether anything was lost. */
@NullMarked
package hone.bench.labeling;

import org.jspecify.annotations.NullMarked;
