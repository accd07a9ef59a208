/** A headless browser: pages, cookies, redirects and forms, for scripts that act as signed-in people. */
@NullMarked
package hone.bench.http;

import org.jspecify.annotations.NullMarked;
