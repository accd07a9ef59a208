package hone.dataset;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds the rows of a dataset that hold all of some words, in their order. What is not gathered yet is not found. */
@ApplicationScoped
public class RowSearch {
    /** Looked into at a time: where words are frequent the first one fills a page. */
    private static final int SEGMENTS_AT_A_TIME = 4;

    private final Sql sql;

    RowSearch(Sql sql) {
        this.sql = sql;
    }

    private record Posting(long first, long until, byte[] rows) {}

    /**
     * @param typed at least one word
     * @param from the position to begin at
     * @return their positions, no more than so many
     */
    public List<Long> find(UUID dataset, String typed, long from, int max) {
        Set<Long> words = new Words(dataset).of(typed);
        Long[] all = words.toArray(Long[]::new);
        List<Long> found = new ArrayList<>();
        long at = from;
        while (found.size() < max) {
            Map<Long, List<Posting>> segments = new LinkedHashMap<>();
            postings(dataset, all, at)
                    .forEach(one -> segments.computeIfAbsent(one.first(), first -> new ArrayList<>())
                            .add(one));
            if (segments.isEmpty()) {
                return found;
            }
            for (List<Posting> segment : segments.values()) {
                List<Long> here = inAll(segment, at);
                for (int next = 0; next < here.size() && found.size() < max; next += max) {
                    found.addAll(withText(dataset, here.subList(next, Math.min(here.size(), next + max))));
                }
                at = segment.getFirst().until();
            }
        }
        return found.subList(0, max);
    }

    /** Of the next segments that have all words. */
    private List<Posting> postings(UUID dataset, Long[] words, long from) {
        return sql.list(
                """
                select h.first, h.until, w.rows from (
                  select s.first, s.until from dataset_segment s where s.dataset_id = ? and s.until > ?
                    and (select count(*) from dataset_word w
                         where w.dataset_id = s.dataset_id and w.first = s.first and w.word = any(?)) = ?
                  order by s.first limit %d) h
                join dataset_word w on w.dataset_id = ? and w.first = h.first and w.word = any(?)
                order by h.first""".formatted(SEGMENTS_AT_A_TIME),
                c -> new Posting(c.number("first"), c.number("until"), c.bytes("rows")),
                dataset,
                from,
                words,
                (long) words.length,
                dataset,
                words);
    }

    private static List<Long> inAll(List<Posting> segment, long from) {
        int[] rows = Postings.rows(segment.getFirst().rows());
        for (Posting other : segment.subList(1, segment.size())) {
            rows = both(rows, Postings.rows(other.rows()));
        }
        long first = segment.getFirst().first();
        return Arrays.stream(rows)
                .mapToObj(row -> first + row)
                .filter(position -> position >= from)
                .toList();
    }

    private static int[] both(int[] some, int[] others) {
        int[] both = new int[Math.min(some.length, others.length)];
        int count = 0;
        int other = 0;
        for (int row : some) {
            while (other < others.length && others[other] < row) {
                other++;
            }
            if (other < others.length && others[other] == row) {
                both[count++] = row;
            }
        }
        return Arrays.copyOf(both, count);
    }

    /** Without those whose text was deleted since: that they held a word is no longer told. */
    private List<Long> withText(UUID dataset, List<Long> positions) {
        return positions.isEmpty()
                ? positions
                : sql.list(
                        "select position from dataset_member where dataset_id = ? and position = any(?) and row <> '' order by position",
                        c -> c.number("position"),
                        dataset,
                        positions.toArray(Long[]::new));
    }
}
