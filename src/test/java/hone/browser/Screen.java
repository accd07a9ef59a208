package hone.browser;

/** What somebody looks at Hone with. */
public record Screen(int width, int height, boolean dark) {
    public static final Screen WIDE = new Screen(1280, 900, false);
    public static final Screen NARROW = new Screen(390, 844, false);

    public Screen inTheDark() {
        return new Screen(width, height, true);
    }
}
