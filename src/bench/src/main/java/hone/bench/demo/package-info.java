/** The demo: scripted people go round the whole circle over HTTP, and what they did is measured and counted; and a model that somebody brings goes round once. */
@NullMarked
package hone.bench.demo;

import org.jspecify.annotations.NullMarked;
