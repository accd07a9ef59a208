/** Migrations that are programs; the others are SQL files. Flyway looks for both under this name. */
@NullMarked
package db.migration;

import org.jspecify.annotations.NullMarked;
