package hone.format;

/** How rows are put into a file. Each may be packed with gzip. */
public enum Container {
    /** One JSON object a line. */
    JSON_LINES("JSON lines", "jsonl"),
    /** One JSON array of objects. */
    JSON_ARRAY("JSON array", "json"),
    /** RFC 4180 with a row of names first; commas, semicolons or tabs. */
    CSV("CSV", "csv"),
    PARQUET("Parquet", "parquet"),
    /** Text that is none of these: a paragraph, up to a blank line, is a row with the one field {@code text}. */
    TEXT("Plain text", "txt");

    private final String label;
    private final String extension;

    Container(String label, String extension) {
        this.label = label;
        this.extension = extension;
    }

    public String label() {
        return label;
    }

    /** As in the name of a file. */
    public String extension() {
        return extension;
    }
}
