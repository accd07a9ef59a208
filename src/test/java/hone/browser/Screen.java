package hone.browser;

/**
 * What somebody looks at Hone with.
 *
 * @param language that the browser is set to
 */
public record Screen(int width, int height, boolean dark, String language) {
    public static final Screen WIDE = new Screen(1280, 900, false, "en-GB");
    public static final Screen NARROW = new Screen(390, 844, false, "en-GB");

    public Screen inTheDark() {
        return new Screen(width, height, true, language);
    }

    public Screen speaking(String other) {
        return new Screen(width, height, dark, other);
    }
}
