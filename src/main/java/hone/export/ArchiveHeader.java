package hone.export;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The first entry of an archive: what it is, and with which columns.
 *
 * @param version of the layout: what lies where; a higher one is refused
 * @param schema the newest migration of the Hone that wrote it
 * @param names whether people stand in it by name
 * @param tables each table's columns, in their order
 */
record ArchiveHeader(
        String archive, int version, int schema, Project project, boolean names, Map<String, List<String>> tables) {
    static final String ARCHIVE = "hone-project";
    static final int VERSION = 1;
    static final String ENTRY = "hone-project.json";
    static final String ROWS = "tables/";
    static final String ROWS_END = ".tsv";
    static final String CHECKPOINTS = "checkpoints/";

    /** Which project. */
    record Project(UUID id, String slug, String name) {}

    /**
     * The last entry: how much of each there is, so that an archive that broke off can't be taken for a whole one.
     *
     * @param tables by the table's name
     * @param checkpoints their addresses
     */
    record Contents(Map<String, Part> tables, List<String> checkpoints) {
        static final String ENTRY = "contents.json";
    }

    /** One table's rows. */
    record Part(long rows, String sha256) {}
}
