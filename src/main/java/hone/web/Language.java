package hone.web;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The languages of the labelers' pages. English is in the message bundles themselves, the others are in the files under
 * {@code messages}; a test finds a message that is missing there.
 */
public enum Language {
    ENGLISH(Locale.ENGLISH, "English", "d MMM uuuu"),
    GERMAN(Locale.GERMAN, "Deutsch", "d. MMM uuuu"),
    SPANISH(Locale.of("es"), "Español", "d MMM uuuu");

    private static final int RANGES_MAX = 20;
    private static final List<Locale> LOCALES =
            Arrays.stream(values()).map(Language::locale).toList();

    private final Locale locale;
    private final String ownName;
    private final DateTimeFormatter dateAndTime;
    private final DateTimeFormatter dayAndMonth;
    private final char decimalSign;

    Language(Locale locale, String ownName, String date) {
        this.locale = locale;
        this.ownName = ownName;
        this.dateAndTime = DateTimeFormatter.ofPattern(date + ", HH:mm", locale);
        this.dayAndMonth = DateTimeFormatter.ofPattern(date.replace(" uuuu", ""), locale);
        this.decimalSign = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    }

    /** As pages, browsers and the identity provider write it: {@code de}. */
    public String tag() {
        return locale.toLanguageTag();
    }

    public Locale locale() {
        return locale;
    }

    /** What its speakers call it. */
    public String ownName() {
        return ownName;
    }

    DateTimeFormatter dateAndTime() {
        return dateAndTime;
    }

    /** A day of the last months: “9 Nov”. */
    public String dayAndMonth(LocalDate day) {
        return dayAndMonth.format(day);
    }

    char decimalSign() {
        return decimalSign;
    }

    /** A message bundle in this language, for sentences that are made outside templates. */
    public <T> T words(Class<T> bundle) {
        return this == ENGLISH ? MessageBundles.get(bundle) : MessageBundles.get(bundle, Localized.Literal.of(tag()));
    }

    public static Optional<Language> tagged(String tag) {
        return Arrays.stream(values()).filter(l -> l.tag().equals(tag)).findFirst();
    }

    /** The first language in a browser's {@code Accept-Language} that we have. */
    static Optional<Language> accepted(String header) {
        try {
            List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(header).stream()
                    .limit(RANGES_MAX)
                    .toList();
            return Optional.ofNullable(Locale.lookup(wanted, LOCALES)).map(l -> values()[LOCALES.indexOf(l)]);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Anybody can send anything.
        }
    }
}
