/** Every message and file that the app and the trainer exchange. */
@NullMarked
package hone.contract;

import org.jspecify.annotations.NullMarked;
