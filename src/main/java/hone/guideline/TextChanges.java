package hone.guideline;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed between two texts: lines removed and added, and for reworded lines the words. Long unchanged stretches are left
 * out.
 */
record TextChanges(List<Line> lines) {
    /** Unchanged lines shown around a change. */
    private static final int CONTEXT = 2;
    /** Above this many words a reworded line is shown as a whole: comparing words is quadratic. */
    private static final int WORDS_MAX = 600;

    TextChanges {
        lines = List.copyOf(lines);
    }

    /**
     * @param kind {@code same}, {@code cut}, {@code add} or {@code gap}
     */
    record Line(String kind, List<Piece> pieces) {
        Line {
            pieces = List.copyOf(pieces);
        }
    }

    /** A part of a line; marked when it is what changed. */
    record Piece(String text, boolean marked) {}

    public boolean none() {
        return lines.isEmpty();
    }

    static TextChanges between(String before, String after) {
        List<String> from = before.lines().toList();
        List<String> to = after.lines().toList();
        List<Line> lines = new ArrayList<>();
        int shown = 0;
        for (AbstractDelta<String> delta : DiffUtils.diff(from, to).getDeltas()) {
            int begin = delta.getSource().getPosition();
            equal(lines, from, shown, begin);
            changed(lines, delta.getSource().getLines(), delta.getTarget().getLines());
            shown = begin + delta.getSource().size();
        }
        if (!lines.isEmpty()) {
            from.subList(shown, Math.min(from.size(), shown + CONTEXT)).forEach(line -> lines.add(whole("same", line)));
        }
        return new TextChanges(lines);
    }

    private static void equal(List<Line> lines, List<String> from, int shown, int begin) {
        int tail = lines.isEmpty() ? shown : Math.min(begin, shown + CONTEXT);
        int head = Math.max(tail, begin - CONTEXT);
        from.subList(shown, tail).forEach(line -> lines.add(whole("same", line)));
        if (head > tail) {
            lines.add(whole("gap", "…"));
        }
        from.subList(head, begin).forEach(line -> lines.add(whole("same", line)));
    }

    private static void changed(List<Line> lines, List<String> cut, List<String> added) {
        int pairs = Math.min(cut.size(), added.size());
        for (int i = 0; i < pairs; i++) {
            reworded(lines, cut.get(i), added.get(i));
        }
        cut.subList(pairs, cut.size()).forEach(line -> lines.add(whole("cut", line)));
        added.subList(pairs, added.size()).forEach(line -> lines.add(whole("add", line)));
    }

    private static void reworded(List<Line> lines, String before, String after) {
        List<String> from = words(before);
        List<String> to = words(after);
        if (from.size() > WORDS_MAX || to.size() > WORDS_MAX) {
            lines.add(whole("cut", before));
            lines.add(whole("add", after));
            return;
        }
        List<AbstractDelta<String>> deltas = DiffUtils.diff(from, to).getDeltas();
        List<Piece> cut = new ArrayList<>();
        List<Piece> added = new ArrayList<>();
        int fromShown = 0;
        int toShown = 0;
        for (AbstractDelta<String> delta : deltas) {
            piece(cut, from.subList(fromShown, delta.getSource().getPosition()), false);
            piece(cut, delta.getSource().getLines(), true);
            piece(added, to.subList(toShown, delta.getTarget().getPosition()), false);
            piece(added, delta.getTarget().getLines(), true);
            fromShown = delta.getSource().getPosition() + delta.getSource().size();
            toShown = delta.getTarget().getPosition() + delta.getTarget().size();
        }
        piece(cut, from.subList(fromShown, from.size()), false);
        piece(added, to.subList(toShown, to.size()), false);
        lines.add(new Line("cut", cut));
        lines.add(new Line("add", added));
    }

    private static void piece(List<Piece> pieces, List<String> words, boolean marked) {
        if (!words.isEmpty()) {
            pieces.add(new Piece(String.join("", words), marked));
        }
    }

    /** Words, each with the blank before it. */
    private static List<String> words(String line) {
        return List.of(line.split("(?=\\s)"));
    }

    private static Line whole(String kind, String line) {
        return new Line(kind, List.of(new Piece(line, false)));
    }
}
