package hone.contract;

/**
 * A value that can't be taken.
 *
 * @param setting its path in the JSON: {@code epochs}, {@code lora.rank}
 * @param given as it was written
 * @param rule what is allowed there
 */
public record Violation(String setting, String given, String rule) {
    private static final int SHOWN_MAX = 60;

    public Violation {
        setting = brief(setting);
        given = brief(given);
    }

    /** “lora.rank is 0, but must be from 1 to 4096”. */
    public String sentence() {
        return setting + " is " + given + ", but " + rule;
    }

    private static String brief(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
