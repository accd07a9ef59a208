package hone.web;

import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** A Markdown source, its lines, and where in it the parser found blocks and inlines. */
record SourceText(String text) {
    int length() {
        return text.length();
    }

    char at(int place) {
        return text.charAt(place);
    }

    int lineStart(int place) {
        return text.lastIndexOf('\n', place - 1) + 1;
    }

    int lineEnd(int place) {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end;
    }

    /** The end of the line where only blanks follow on it, otherwise the place itself; looks no further than the next word. */
    int pastBlanksAtLineEnd(int place) {
        int end = place;
        while (end < text.length() && text.charAt(end) != '\n' && MarkedText.blank(text.charAt(end))) {
            end++;
        }
        return end == text.length() || text.charAt(end) == '\n' ? end : place;
    }

    /** The first position in this range that holds another character, or its end. */
    int past(char sign, int from, int to) {
        int place = from;
        while (place < to && text.charAt(place) == sign) {
            place++;
        }
        return place;
    }

    boolean hasLetters(int from, int to) {
        return text.substring(from, to).codePoints().anyMatch(Character::isLetter);
    }

    boolean hasVisible(int from, int to) {
        return text.substring(from, to).codePoints().anyMatch(MarkedText::visible);
    }

    boolean onlyBlanks(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!MarkedText.blank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static int start(Node node) {
        return start(node.getSourceSpans().getFirst());
    }

    static int end(Node node) {
        return end(node.getSourceSpans().getLast());
    }

    static int start(SourceSpan span) {
        return span.getInputIndex();
    }

    static int end(SourceSpan span) {
        return span.getInputIndex() + span.getLength();
    }
}
