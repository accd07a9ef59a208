package hone.judgment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of a guideline that can be cited: headings that begin with an id such as K3. */
final class GuidelineRules {
    private static final Pattern HEADING = Pattern.compile("^#{2,4}\\s+([A-Z]{1,3}[0-9]{1,3})\\b[.:]?\\s*(.*)$");

    private GuidelineRules() {}

    /** One rule: its id, its heading, and the Markdown below it. */
    record Rule(String id, String title, String text) {}

    static List<Rule> of(String markdown) {
        List<Rule> rules = new ArrayList<>();
        String id = "";
        String title = "";
        StringBuilder text = new StringBuilder();
        for (String line : markdown.lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            boolean begins = heading.matches();
            if ((begins || line.startsWith("#")) && !id.isEmpty()) {
                rules.add(new Rule(id, title, text.toString().strip()));
                id = "";
            }
            if (begins) {
                id = heading.group(1);
                title = heading.group(2);
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        if (!id.isEmpty()) {
            rules.add(new Rule(id, title, text.toString().strip()));
        }
        return List.copyOf(rules);
    }

    static Set<String> ids(String markdown) {
        Set<String> ids = new LinkedHashSet<>();
        of(markdown).forEach(rule -> ids.add(rule.id()));
        return ids;
    }
}
