package hone.projects;

import java.util.List;

/**
 * One page of the list of projects.
 *
 * @param query the part of the names that is searched for; empty for all
 * @param page from 1
 * @param total projects that match the query
 */
record ProjectList(List<ProjectRow> rows, String query, int page, long total) {
    static final int PAGE = 50;
    /** From this length on, a list is searched rather than read. */
    private static final int LONG = 10;

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public boolean isSearched() {
        return !query.isEmpty();
    }

    public boolean isLong() {
        return isSearched() || total > LONG || page > 1;
    }

    public int from() {
        return (page - 1) * PAGE + 1;
    }

    public int to() {
        return from() + rows.size() - 1;
    }

    public boolean isMore() {
        return to() < total;
    }
}
