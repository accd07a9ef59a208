package hone.trainer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trains a byte-level BPE: the most frequent neighbours become one token, again and again. Every digit stays a token of its own,
 * which makes sums learnable. Ties are broken by the lower ids, so that a corpus has one result. Source: Sennrich et al. 2016,
 * arXiv 1508.07909; GPT-2's byte alphabet and word pattern.
 */
final class BytePairTraining {
    /** GPT-2's words, after digits have been split off one by one. */
    private static final Pattern WORD = Pattern.compile(
            "\\p{N}|'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?![^\\s\\p{N}])|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String[]> merges = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private final Map<Long, Long> pairCounts = new HashMap<>();
    private final Map<Long, Set<Integer>> pairWords = new HashMap<>();
    private final PriorityQueue<Pair> queue = new PriorityQueue<>();

    private static final class Word {
        private int[] symbols;
        private final long count;

        Word(int[] symbols, long count) {
            this.symbols = symbols;
            this.count = count;
        }
    }

    private record Pair(long key, long count) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byCount = Long.compare(other.count, count);
            return byCount != 0 ? byCount : Long.compare(key, other.key);
        }
    }

    /** What was learned: token → id with the special tokens first, and the merges in order. */
    record Vocabulary(Map<String, Integer> ids, List<String[]> merges) {}

    private BytePairTraining(List<String> special) {
        special.forEach(this::add);
        char[] alphabet = ByteAlphabet.characters();
        Arrays.sort(alphabet);
        for (char letter : alphabet) {
            add(String.valueOf(letter));
        }
    }

    /** @param texts as they will be encoded, so with the leading space if the tokenizer adds one */
    static Vocabulary train(Iterable<String> texts, int vocabulary, List<String> special) {
        BytePairTraining training = new BytePairTraining(special);
        training.count(texts);
        while (training.tokens.size() < vocabulary && training.mergeNext()) {
            // the condition does the work
        }
        return new Vocabulary(training.ids, training.merges);
    }

    private void count(Iterable<String> texts) {
        Map<String, Long> counts = new TreeMap<>();
        for (String text : texts) {
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                counts.merge(word.group(), 1L, Long::sum);
            }
        }
        counts.forEach((word, count) -> {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            int[] symbols = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                symbols[i] = ids.getOrDefault(String.valueOf(ByteAlphabet.characterOf(bytes[i])), 0);
            }
            words.add(new Word(symbols, count));
        });
        for (int w = 0; w < words.size(); w++) {
            addPairs(w);
        }
        pairCounts.forEach((key, count) -> queue.add(new Pair(key, count)));
    }

    private boolean mergeNext() {
        while (!queue.isEmpty()) {
            Pair best = queue.poll();
            long current = pairCounts.getOrDefault(best.key, 0L);
            if (current == best.count) {
                merge(best.key);
                return true;
            }
            if (current > 0 && current < best.count) {
                queue.add(new Pair(best.key, current)); // it has become rarer since it was queued
            }
        }
        return false;
    }

    private void merge(long key) {
        int left = (int) (key >> 32);
        int right = (int) key;
        int merged = tokens.size();
        merges.add(new String[] {tokens.get(left), tokens.get(right)});
        add(tokens.get(left) + tokens.get(right));
        Set<Long> changed = new HashSet<>();
        Set<Integer> touched = pairWords.remove(key);
        for (int w : touched == null ? Set.<Integer>of() : touched) {
            Word word = words.get(w);
            removePairs(word);
            word.symbols = joined(word.symbols, left, right, merged);
            addPairs(w);
            for (int i = 0; i + 1 < word.symbols.length; i++) {
                if (word.symbols[i] == merged || word.symbols[i + 1] == merged) {
                    changed.add(pair(word.symbols[i], word.symbols[i + 1]));
                }
            }
        }
        pairCounts.remove(key);
        for (long pair : changed) {
            long count = pairCounts.getOrDefault(pair, 0L);
            if (count > 0) {
                queue.add(new Pair(pair, count));
            }
        }
    }

    private void addPairs(int w) {
        Word word = words.get(w);
        for (int i = 0; i + 1 < word.symbols.length; i++) {
            long key = pair(word.symbols[i], word.symbols[i + 1]);
            pairCounts.merge(key, word.count, Long::sum);
            pairWords.computeIfAbsent(key, none -> new HashSet<>()).add(w);
        }
    }

    private void removePairs(Word word) {
        for (int i = 0; i + 1 < word.symbols.length; i++) {
            pairCounts.merge(pair(word.symbols[i], word.symbols[i + 1]), -word.count, Long::sum);
        }
    }

    private static int[] joined(int[] symbols, int left, int right, int merged) {
        int[] result = new int[symbols.length];
        int length = 0;
        for (int i = 0; i < symbols.length; i++) {
            boolean here = i + 1 < symbols.length && symbols[i] == left && symbols[i + 1] == right;
            result[length++] = here ? merged : symbols[i];
            i += here ? 1 : 0;
        }
        return Arrays.copyOf(result, length);
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private void add(String token) {
        ids.put(token, tokens.size());
        tokens.add(token);
    }
}
