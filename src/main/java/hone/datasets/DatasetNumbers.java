package hone.datasets;

import hone.web.NotFound;

/** Numbers in addresses. */
final class DatasetNumbers {
    private DatasetNumbers() {}

    /** A number in an address; anything else is a page that does not exist. */
    static long natural(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new NotFound("number " + text);
        }
        return Long.parseLong(text);
    }
}
