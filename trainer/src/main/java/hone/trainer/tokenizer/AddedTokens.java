package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.jinja.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The special tokens of a vocabulary as strings, and where a template wrote one. The tokenizer's library is not told of them: it
 * would make a mark out of whatever looks like one, whoever typed it. Here a string counts only if every character of it was
 * written by the template.
 */
final class AddedTokens {
    /** By first character; long ones first, because the longest that fits counts. */
    private final Map<Character, List<Special>> byFirst = new HashMap<>();

    /**
     * @param alone only where no letter or digit is next to it
     * @param left it swallows white space in front of it
     * @param right it swallows white space behind it
     */
    private record Special(String content, int id, boolean alone, boolean left, boolean right) {}

    /** A special token in a text; positions in UTF-16 units. */
    record Found(int start, int end, int id) {}

    /** @param tokenizer the contents of tokenizer.json */
    static AddedTokens of(JsonNode tokenizer) {
        AddedTokens all = new AddedTokens();
        for (JsonNode token : tokenizer.path("added_tokens")) {
            String content = token.path("content").asText();
            if (token.path("special").asBoolean(false) && !content.isEmpty()) {
                all.byFirst
                        .computeIfAbsent(content.charAt(0), first -> new ArrayList<>())
                        .add(new Special(
                                content,
                                token.path("id").asInt(),
                                token.path("single_word").asBoolean(false),
                                token.path("lstrip").asBoolean(false),
                                token.path("rstrip").asBoolean(false)));
            }
        }
        all.byFirst
                .values()
                .forEach(list -> list.sort(Comparator.comparingInt((Special special) -> special.content.length())
                        .reversed()));
        return all;
    }

    /** Every special token. */
    List<ClassifierPadding.Mark> all() {
        return byFirst.values().stream()
                .flatMap(List::stream)
                .map(special -> new ClassifierPadding.Mark(special.content, special.id))
                .toList();
    }

    /** The special tokens that the template wrote, in order; none overlaps another. */
    List<Found> in(Text text) {
        List<Found> found = new ArrayList<>();
        String value = text.value();
        boolean[] data = dataOf(text);
        int taken = 0;
        for (int at = 0; at < value.length(); ) {
            Special here = at(value, at);
            if (here == null) {
                at++;
                continue;
            }
            int end = at + here.content.length();
            if (isWritten(data, at, end) && (!here.alone || standsAlone(value, at, end))) {
                int start = here.left ? Math.max(taken, withoutSpaceBefore(value, at)) : at;
                taken = here.right ? withoutSpaceAfter(value, end) : end;
                found.add(new Found(start, taken, here.id));
            }
            at = end;
        }
        return found;
    }

    private @org.jspecify.annotations.Nullable Special at(String value, int at) {
        for (Special special : byFirst.getOrDefault(value.charAt(at), List.of())) {
            if (value.startsWith(special.content, at)) {
                return special;
            }
        }
        return null;
    }

    private static boolean[] dataOf(Text text) {
        boolean[] data = new boolean[text.value().length()];
        for (Text.Run run : text.runs()) {
            if (run.isData()) {
                java.util.Arrays.fill(data, run.start(), run.end(), true);
            }
        }
        return data;
    }

    private static boolean isWritten(boolean[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            if (data[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean standsAlone(String value, int start, int end) {
        return (start == 0 || !isWord(value.codePointBefore(start)))
                && (end == value.length() || !isWord(value.codePointAt(end)));
    }

    private static boolean isWord(int c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static int withoutSpaceBefore(String value, int from) {
        int at = from;
        while (at > 0 && isSpace(value.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int withoutSpaceAfter(String value, int from) {
        int at = from;
        while (at < value.length() && isSpace(value.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
