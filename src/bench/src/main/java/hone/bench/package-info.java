/** The demo, the benches and their scripted labelers; nothing here ships with the app. */
@NullMarked
package hone.bench;

import org.jspecify.annotations.NullMarked;
