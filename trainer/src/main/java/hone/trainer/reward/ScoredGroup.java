package hone.trainer.reward;

import hone.trainer.data.Preferences;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One judgment as token rows: the prompt with each distinct answer, and the pairs that people made of them.
 *
 * @param rows prompt, answer, end token
 */
record ScoredGroup(List<int[]> rows, List<Preferences.Pair> pairs) {
    /**
     * Empty if a row is longer than the model can read, as a truncated answer would be a different answer, or if the template refuses
     * it.
     */
    static Optional<ScoredGroup> of(
            Preferences.Group group, ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
        List<int[]> rows = new ArrayList<>();
        try {
            for (String answer : group.answers()) {
                ChatTemplate.Example example = template.example(group.prompt().messages(), answer, tokenizer);
                List<Integer> row = new ArrayList<>(example.question());
                row.addAll(example.answer());
                rows.add(row.stream().mapToInt(Integer::intValue).toArray());
            }
        } catch (RunFailure e) {
            if (ChatTemplate.refuses(e)) {
                return Optional.empty();
            }
            throw e;
        }
        ScoredGroup scored = new ScoredGroup(List.copyOf(rows), group.pairs());
        return scored.longest() > tokensMax ? Optional.empty() : Optional.of(scored);
    }

    static List<ScoredGroup> all(
            List<Preferences.Group> groups, ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
        return groups.stream()
                .flatMap(group -> of(group, template, tokenizer, tokensMax).stream())
                .toList();
    }

    int longest() {
        return rows.stream().mapToInt(row -> row.length).max().orElse(0);
    }
}
