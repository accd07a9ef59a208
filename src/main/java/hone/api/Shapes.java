package hone.api;

/** Media types and headers shared by the resources. */
final class Shapes {
    static final String JSON = "application/json";
    static final String LINES = "application/x-ndjson";
    static final String IF_MATCH = "If-Match";

    private Shapes() {}
}
