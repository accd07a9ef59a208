package hone.dataset;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The words of a text as rows are found by them: runs of letters and digits in lower case; a sign of a script that puts no blanks
 * between its words is one by itself. The same for what is stored and for what is looked for, in every language.
 */
public final class Words {
    private static final int LETTERS_MAX = 60;
    private static final int WORDS_MAX = 4_000;

    private final Set<String> words = new LinkedHashSet<>();

    public Words add(String text) {
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(sign -> {
            if (Character.isIdeographic(sign)) {
                end(word);
                word.appendCodePoint(sign);
                end(word);
            } else if (Character.isLetterOrDigit(sign) || Character.getType(sign) == Character.NON_SPACING_MARK) {
                word.appendCodePoint(sign);
            } else {
                end(word);
            }
        });
        end(word);
        return this;
    }

    private void end(StringBuilder word) {
        if (!word.isEmpty() && words.size() < WORDS_MAX) {
            words.add(word.substring(0, Math.min(LETTERS_MAX, word.length())).toLowerCase(Locale.ROOT));
        }
        word.setLength(0);
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** As they are stored: no word has a sign like that of its project. */
    String[] stored(UUID project) {
        List<String> all = new ArrayList<>(words);
        all.add(mark(project));
        return all.toArray(String[]::new);
    }

    /** A tsquery for texts of a project that hold all of them. */
    public String query(UUID project) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" & ")) + " & '" + mark(project)
                + "'";
    }

    private static String mark(UUID project) {
        return "@" + project;
    }
}
