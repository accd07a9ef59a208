/**
 * Files of rows and what stands in them: containers (JSON lines, JSON arrays, CSV, Parquet, each packed or not), and one class
 * for each format that the field writes such rows in. Rows become {@link hone.format.Item}s and items become rows; nothing here
 * knows a database.
 */
@NullMarked
package hone.format;

import org.jspecify.annotations.NullMarked;
