/** What training changed, measured by the hidden preference on held-out prompts. */
@NullMarked
package hone.bench.circle;

import org.jspecify.annotations.NullMarked;
