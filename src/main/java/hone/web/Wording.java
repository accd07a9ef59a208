package hone.web;

import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/** How numbers, durations and hashes are written on a page: with thin spaces between thousands. Times are in {@link When}. */
@TemplateExtension
public final class Wording {
    private Wording() {}

    /** {@code {count.spaced}}: 12 480. */
    public static String spaced(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    static String spaced(int number) {
        return spaced((long) number);
    }

    /** How far a page counts: beyond this a number is shown with a plus sign, and costs no more to count. */
    public static final int COUNTED_MAX = 1_000;

    /** {@code {count.counted}}: a number that was counted up to {@link #COUNTED_MAX} plus one. */
    public static String counted(long number) {
        return counted(number, COUNTED_MAX);
    }

    /** The same where a page has many such numbers and counts less far. */
    public static String counted(long number, int max) {
        return number > max ? spaced(max) + "+" : spaced(number);
    }

    /** {@code {rows.counted('row', 'rows')}}: “1 row”, “12 480 rows”; for a number that is already formatted. */
    public static String counted(String number, String one, String many) {
        return number + " " + (number.equals("1") ? one : many);
    }

    static String counted(long number, String one, String many) {
        return counted(spaced(number), one, many);
    }

    static String counted(int number, String one, String many) {
        return counted((long) number, one, many);
    }

    /** {@code {sha256.hash}}: the first twelve digits in groups of four, enough to tell two apart. */
    public static String hash(String sha256) {
        return sha256.length() < 12
                ? sha256
                : sha256.substring(0, 4) + " " + sha256.substring(4, 8) + " " + sha256.substring(8, 12) + " …";
    }

    /** {@code {sha256.grouped}}: the whole hash, sixteen digits a group. */
    static String grouped(String sha256) {
        return sha256.replaceAll("(.{16})(?=.)", "$1 ");
    }

    /** {@code {prompt.shortened(150)}}: the beginning of a text, cut between two words if possible, and marked as cut. */
    public static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int cut = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        int word = text.lastIndexOf(' ', cut);
        return text.substring(0, word > length / 2 ? word : cut).stripTrailing() + " …";
    }

    /** {@code {kind.upperCase}}: SFT. */
    static String upperCase(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** {@code {loss.brief}}: three significant digits and a true minus. */
    public static String brief(double number) {
        if (number == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
            return number == 0 ? "0" : "not a number";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
        double size = Math.abs(number);
        String text = size >= 0.001 && size < 100_000
                ? rounded.toPlainString()
                : new DecimalFormat("0.##E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(rounded)
                        .replace("E", "e");
        return text.replace('-', '−');
    }

    /** {@code {temperature.local}}: the same with the decimal separator of the page's language. */
    static String local(double number, @TemplateAttribute(ReaderLanguage.PAGE) Object page) {
        return brief(number).replace('.', ReaderLanguage.inside(page).decimalSign());
    }

    /** {@code {took.brief}}: “3 min 40 s”. */
    public static String brief(Duration took) {
        long seconds = Math.max(0, took.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
