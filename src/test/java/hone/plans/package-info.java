/** What pages read of a database with years of work in it. */
@NullMarked
package hone.plans;

import org.jspecify.annotations.NullMarked;
