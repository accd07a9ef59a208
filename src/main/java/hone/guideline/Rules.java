package hone.guideline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A guideline's text, parsed. A third-level heading that begins with an id starts a rule, which extends to the next heading; a
 * quoted line that begins with {@code good:} or {@code bad:} is an example of it:
 *
 * <pre>
 * ### K2 Let it end kindly
 * Someone helps, shares, forgives or comes home.
 *
 * &gt; good: … and Vessa set another bowl on the table.
 * &gt; bad: Then she walked home by herself in the dark.
 * </pre>
 *
 * An id is one to three capital letters and a number. Lines of a fenced code block are never headings. When an id occurs twice,
 * the second is prose and {@link #problems} says so.
 */
public record Rules(List<Part> parts, List<String> problems) {
    public static final int MAX = 40;
    private static final Pattern ID = Pattern.compile("[A-Z]{1,3}[0-9]{1,3}");
    private static final Pattern RULE = Pattern.compile("###[ \\t]+([A-Z]{1,3}[0-9]{1,3})[ \\t.:]+(\\S.*)");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern HEADING = Pattern.compile("#{1,3}[ \\t].*");
    private static final Pattern EXAMPLE = Pattern.compile("> *(good|bad): *(\\S.*)", Pattern.CASE_INSENSITIVE);

    public Rules {
        parts = List.copyOf(parts);
        problems = List.copyOf(problems);
    }

    /** A piece of a guideline, in the order of the text. */
    public sealed interface Part {
        /** For templates, which have no pattern switch: empty or one rule, and the Markdown between rules. */
        default List<Rule> asRules() {
            return switch (this) {
                case Rule rule -> List.of(rule);
                case Prose _ -> List.of();
            };
        }

        default String between() {
            return switch (this) {
                case Rule _ -> "";
                case Prose prose -> prose.markdown();
            };
        }
    }

    /** The text between rules, as Markdown. */
    public record Prose(String markdown) implements Part {}

    /** What a judgment can cite. The text is Markdown without the heading and the examples. */
    public record Rule(String id, String title, String text, List<Example> examples) implements Part {
        public Rule {
            examples = List.copyOf(examples);
        }
    }

    /** A text that shows the rule followed or broken. */
    public record Example(boolean good, String text) {}

    public List<Rule> all() {
        return parts.stream()
                .filter(Rule.class::isInstance)
                .map(Rule.class::cast)
                .toList();
    }

    public List<String> ids() {
        return all().stream().map(Rule::id).toList();
    }

    public Optional<Rule> named(String id) {
        return all().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** Whether a word of a text looks like the id of a rule. */
    static boolean mayCite(String words) {
        return BETWEEN_WORDS.splitAsStream(words).anyMatch(ID.asMatchPredicate());
    }

    /** The rules that a text cites: their ids stand there as words of their own. */
    List<Rule> citedIn(String words) {
        Set<String> written = BETWEEN_WORDS.splitAsStream(words).collect(Collectors.toSet());
        return all().stream().filter(rule -> written.contains(rule.id())).toList();
    }

    /** The text before the first rule, as Markdown. */
    public String intro() {
        return parts.stream()
                .takeWhile(Prose.class::isInstance)
                .map(Part::between)
                .collect(Collectors.joining("\n\n"));
    }

    /** What is new to somebody who knows only an earlier text. */
    public record News(List<String> added, List<String> changed) {
        public static final News NONE = new News(List.of(), List.of());

        public boolean isNew(String id) {
            return added.contains(id);
        }

        public boolean isChanged(String id) {
            return changed.contains(id);
        }
    }

    public News since(Rules earlier) {
        List<String> added =
                ids().stream().filter(id -> earlier.named(id).isEmpty()).toList();
        List<String> changed = all().stream()
                .filter(rule -> earlier.named(rule.id())
                        .filter(old -> !old.equals(rule))
                        .isPresent())
                .map(Rule::id)
                .toList();
        return new News(added, changed);
    }

    public static Rules of(String markdown) {
        Reader reader = new Reader();
        markdown.lines().forEach(reader::line);
        reader.closePart();
        return new Rules(reader.parts, reader.problems);
    }

    private static final class Reader {
        private final List<Part> parts = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final List<Example> examples = new ArrayList<>();
        private String id = "";
        private String title = "";
        private boolean inCode;

        void line(String line) {
            if (line.startsWith("```") || line.startsWith("~~~")) {
                inCode = !inCode;
            }
            Matcher rule = RULE.matcher(line);
            if (!inCode && rule.matches() && begins(rule.group(1))) {
                closePart();
                id = rule.group(1);
                title = rule.group(2).strip();
                ids.add(id);
                return;
            }
            if (!inCode && !id.isEmpty() && HEADING.matcher(line).matches()) {
                closePart();
            }
            Matcher example = EXAMPLE.matcher(line);
            if (!inCode && !id.isEmpty() && example.matches()) {
                examples.add(new Example(example.group(1).equalsIgnoreCase("good"), example.group(2)));
                return;
            }
            text.append(line).append('\n');
        }

        private boolean begins(String newId) {
            if (ids.contains(newId)) {
                problems.add("The id " + newId + " stands twice. Only the first one is a rule.");
                return false;
            }
            if (ids.size() == MAX) {
                problems.add("A guideline has at most " + MAX + " rules. " + newId + " is not one of them.");
                return false;
            }
            return true;
        }

        void closePart() {
            String body = text.toString().strip();
            if (!id.isEmpty()) {
                parts.add(new Rule(id, title, body, examples));
            } else if (!body.isEmpty()) {
                parts.add(new Prose(body));
            }
            text.setLength(0);
            examples.clear();
            id = "";
        }
    }
}
