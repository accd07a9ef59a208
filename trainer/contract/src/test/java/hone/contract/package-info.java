/** Tests of the wire: every shape against its examples. */
@NullMarked
package hone.contract;

import org.jspecify.annotations.NullMarked;
