package hone.trainer.verifier;

import hone.contract.Message;
import hone.contract.Verifier;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.DatasetPrompts;
import hone.trainer.data.WrittenAnswers;
import hone.trainer.run.BoundedPattern;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says whether an answer is right, for the prompts that it can judge. */
public interface Rule {
    /** Whether it can say anything about answers to the prompt. */
    boolean judges(DatasetPrompt prompt);

    /** @param answer without the end token */
    boolean isRight(DatasetPrompt prompt, String answer);

    /** @param data rows of the dataset, in which the exact answers are */
    static Rule of(Verifier verifier, Path data) {
        return switch (verifier) {
            case Verifier.Exact exact -> Written.of(WrittenAnswers.read(data), exact.wordsMax());
            case Verifier.Matching matching -> new Expression(pattern(matching.expression()));
            case Verifier.Schema schema -> JsonRule.of(schema.schema());
            case Verifier.Arithmetic arithmetic -> new ArithmeticRule();
            case Verifier.FirstOf several ->
                new FirstOf(several.rules().stream().map(one -> of(one, data)).toList());
        };
    }

    /** Only the prompts that it can judge; refuses a dataset without any. */
    default DatasetPrompts of(DatasetPrompts all) {
        List<DatasetPrompt> train = all.train().stream().filter(this::judges).toList();
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "The verifier can say nothing about any of the "
                            + all.train().size() + " prompts to train with; take another one, or a reward model.");
        }
        return new DatasetPrompts(
                train, all.heldOut().stream().filter(this::judges).toList(), all.sha256());
    }

    private static BoundedPattern pattern(String expression) {
        try {
            return BoundedPattern.of(expression);
        } catch (BoundedPattern.Refused e) {
            throw new RunFailure(
                    "bad-recipe",
                    "The recipe can't be used: verifier.expression is no regular expression: " + e.getMessage() + ".",
                    e);
        }
    }

    /** What a person asked last. */
    static String lastQuestion(DatasetPrompt prompt) {
        return prompt.messages().stream()
                .filter(message -> message.role().equals("user"))
                .reduce((earlier, later) -> later)
                .map(Message::content)
                .orElse("");
    }

    /** The answers that people wrote, by prompt. */
    record Written(Map<String, Set<String>> answers) implements Rule {
        private static final Pattern BLANKS = Pattern.compile("\\s+");

        /** @param wordsMax no longer answer may have been written for a prompt */
        static Written of(Map<String, Set<String>> answers, Optional<Integer> wordsMax) {
            int words = wordsMax.orElse(Integer.MAX_VALUE);
            return new Written(answers.entrySet().stream()
                    .filter(written -> written.getValue().stream().allMatch(text -> words(text) <= words))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
        }

        private static int words(String text) {
            return BLANKS.split(text.strip()).length;
        }

        @Override
        public boolean judges(DatasetPrompt prompt) {
            return answers.containsKey(prompt.promptId());
        }

        @Override
        public boolean isRight(DatasetPrompt prompt, String answer) {
            return answers.getOrDefault(prompt.promptId(), Set.of()).stream()
                    .anyMatch(written -> same(written).equals(same(answer)));
        }

        private static String same(String text) {
            String plain = BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
            return plain.endsWith(".") ? plain.substring(0, plain.length() - 1).strip() : plain;
        }
    }

    /** A regular expression for the whole answer. */
    record Expression(BoundedPattern pattern) implements Rule {
        @Override
        public boolean judges(DatasetPrompt prompt) {
            return true;
        }

        @Override
        public boolean isRight(DatasetPrompt prompt, String answer) {
            return pattern.matches(answer.strip());
        }
    }

    /** Each prompt is the first one's that can judge it. */
    record FirstOf(List<Rule> rules) implements Rule {
        private Optional<Rule> ruleFor(DatasetPrompt prompt) {
            return rules.stream().filter(rule -> rule.judges(prompt)).findFirst();
        }

        @Override
        public boolean judges(DatasetPrompt prompt) {
            return ruleFor(prompt).isPresent();
        }

        @Override
        public boolean isRight(DatasetPrompt prompt, String answer) {
            return ruleFor(prompt).filter(rule -> rule.isRight(prompt, answer)).isPresent();
        }
    }
}
