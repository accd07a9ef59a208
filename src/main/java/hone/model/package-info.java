/** Model versions, and which one is current. */
@NullMarked
package hone.model;

import org.jspecify.annotations.NullMarked;
