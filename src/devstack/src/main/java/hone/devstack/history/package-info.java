/** Fills a database with years of work in seconds, for measurements and for the test of query plans. */
@NullMarked
package hone.devstack.history;

import org.jspecify.annotations.NullMarked;
