/** The packaged app with real servers, used through a real browser as people use it. */
@NullMarked
package hone.browser;

import org.jspecify.annotations.NullMarked;
