package hone.guideline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What each answer is rated by: a rule of the guideline whose title ends with its scale, as in {@code ### S1 Helpful (1–7)} or
 * {@code ### F1 Harmful (yes/no)}. So a project names its scales and flags where it explains them, they change with a version,
 * and work in somebody's hands keeps those it was handed out with.
 *
 * @param number counts from 1, and names the fields of the form
 * @param name the title without the scale
 */
public record Criterion(int number, String name, Scale scale) {
    /** More than anybody can keep in mind; any further ones are read as plain rules and not asked about. */
    public static final int MAX = 10;

    private static final Pattern TITLE =
            Pattern.compile("(\\S.*?)\\s*\\(\\s*(?:(1\\s*[–-]\\s*7)|yes\\s*/\\s*no)\\s*\\)", Pattern.CASE_INSENSITIVE);

    /** How an answer is rated by it. */
    public enum Scale {
        SEVEN(IntStream.rangeClosed(1, 7).mapToObj(Integer::toString).toList()),
        FLAG(List.of("yes", "no"));

        private final List<String> steps;

        Scale(List<String> steps) {
            this.steps = steps;
        }

        /** The values that the form may send. */
        public List<String> steps() {
            return steps;
        }
    }

    /** The criteria of a guideline, in its order; if two have the same name, the first counts. */
    public static List<Criterion> of(Rules rules) {
        Map<String, Criterion> named = new LinkedHashMap<>();
        for (Rules.Rule rule : rules.all()) {
            Matcher title = TITLE.matcher(rule.title());
            if (title.matches() && named.size() < MAX) {
                String name = title.group(1);
                named.putIfAbsent(
                        name, new Criterion(named.size() + 1, name, title.group(2) == null ? Scale.FLAG : Scale.SEVEN));
            }
        }
        return List.copyOf(new ArrayList<>(named.values()));
    }

    /** @param position of the answer, from 1 */
    public String field(int position) {
        return "rate-" + position + "-" + number;
    }

    public List<String> steps() {
        return scale.steps();
    }
}
