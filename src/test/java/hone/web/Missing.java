package hone.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a text its page does not show; empty when all is there. The check knows nothing of how pages are made: it takes the tags
 * away and compares what is left with the source.
 */
final class Missing {
    /** Signs whose effect is seen instead, and the tags that show it; inside a word or a formula there is no emphasis. */
    private static final Map<String, String> SEEN_AS = Map.of(
            "*",
            "em strong",
            "_",
            "em strong",
            "`",
            "code",
            "#",
            "h2 h3 h4 h5 h6",
            "=",
            "h2 h3",
            ">",
            "blockquote",
            "|",
            "table",
            ":",
            "table",
            "-",
            "table h2 h3");

    private Missing() {}

    static String in(String source) {
        return in(source, Markdown.html(source));
    }

    static String in(String source, String html) {
        List<Integer> wanted = visible(source);
        List<Integer> got = visible(text(html));
        int at = 0;
        List<Integer> left = new ArrayList<>();
        // The page's characters stand in the source in the same order; whatever is passed over is missing.
        for (int character : got) {
            while (at < wanted.size() && wanted.get(at) != character) {
                left.add(wanted.get(at++));
            }
            if (at == wanted.size()) {
                return "shows what is not there, or in another order: " + Character.toString(character) + " in " + html;
            }
            at++;
        }
        left.addAll(wanted.subList(at, wanted.size()));
        Map<String, Integer> counts = new TreeMap<>();
        left.forEach(c -> counts.merge(Character.toString(c), 1, Integer::sum));
        StringBuilder missing = new StringBuilder();
        counts.forEach((sign, count) -> {
            if (SEEN_AS.getOrDefault(sign, "").isEmpty() || !accounted(sign, count, html)) {
                missing.append(count).append(" × ").append(sign).append(" in ").append(html);
            }
        });
        return missing.toString();
    }

    private static boolean accounted(String sign, int count, String html) {
        int tags = 0;
        for (String tag : SEEN_AS.getOrDefault(sign, "").split(" ")) {
            Matcher found = Pattern.compile((tag.matches("em|strong") ? "(?<![\\p{L}\\p{N}])<" : "<") + tag + ">")
                    .matcher(html);
            while (found.find()) {
                tags++;
            }
        }
        return switch (sign) {
            case "*", "_" -> count <= 4 * tags;
            case "#" -> count <= 6 * tags;
            default -> tags > 0;
        };
    }

    private static List<Integer> visible(String text) {
        return text.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isISOControl(c) && !Character.isSpaceChar(c))
                .boxed()
                .toList();
    }

    /** What a page shows without its tags. */
    static String text(String html) {
        return Pattern.compile("&(#x?[0-9a-f]+|lt|gt|amp);")
                .matcher(html.replaceAll("<[^>]*>", ""))
                .replaceAll(entity -> Matcher.quoteReplacement(character(entity.group(1))));
    }

    private static String character(String name) {
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            default ->
                Character.toString(
                        name.startsWith("#x")
                                ? Integer.parseInt(name.substring(2), 16)
                                : Integer.parseInt(name.substring(1)));
        };
    }
}
