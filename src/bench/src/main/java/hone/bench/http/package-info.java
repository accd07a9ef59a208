/** A browser without a screen: pages, cookies, redirects and forms, for scripts that act as signed-in people. */
@NullMarked
package hone.bench.http;

import org.jspecify.annotations.NullMarked;
