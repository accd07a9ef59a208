package hone.bench.circle;

import hone.bench.labelers.Answer;
import hone.bench.labelers.Preference;
import hone.bench.labelers.Reading;
import hone.bench.world.Mood;
import hone.bench.world.Prompt;
import hone.evaluation.Length;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/**
 * What a model's answers are like.
 *
 * @param score mean score by the hidden preference
 * @param medianWords median length
 * @param ended share that the model ended itself
 * @param kind share of stories that end kindly
 * @param onTopic share of stories that mention whom and what was asked for
 * @param factsRight share of questions about people with the right answer
 * @param sumsRight share of sums with the right result
 */
public record AnswerProfile(
        double score,
        double medianWords,
        double ended,
        double kind,
        double onTopic,
        double factsRight,
        double sumsRight) {

    /** @param answers the same number for each prompt, side by side */
    public static AnswerProfile of(List<Prompt> asked, List<Answer> answers) {
        int each = answers.size() / asked.size();
        List<Prompt> prompts = asked.stream()
                .flatMap(prompt -> Collections.nCopies(each, prompt).stream())
                .toList();
        double score = 0;
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            score += Preference.score(prompts.get(i), answers.get(i));
            lengths.add(Length.words(answers.get(i).text()));
        }
        return new AnswerProfile(
                score / prompts.size(),
                Length.median(lengths),
                share(prompts, answers, (prompt, answer) -> answer.ended()),
                share(
                        only(Prompt.Story.class, prompts, prompts),
                        only(Prompt.Story.class, prompts, answers),
                        (prompt, answer) -> Reading.mood(answer.text()) == Mood.KIND),
                share(
                        only(Prompt.Story.class, prompts, prompts),
                        only(Prompt.Story.class, prompts, answers),
                        AnswerProfile::mentionsAll),
                share(
                        only(Prompt.Fact.class, prompts, prompts),
                        only(Prompt.Fact.class, prompts, answers),
                        RightAnswers::isRight),
                share(
                        only(Prompt.Sum.class, prompts, prompts),
                        only(Prompt.Sum.class, prompts, answers),
                        RightAnswers::isRight));
    }

    private static boolean mentionsAll(Prompt prompt, Answer answer) {
        return prompt instanceof Prompt.Story story
                && answer.text().contains(story.thing())
                && story.names().stream().allMatch(answer.text()::contains);
    }

    private static <T> List<T> only(Class<? extends Prompt> kind, List<Prompt> prompts, List<T> values) {
        List<T> some = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            if (kind.isInstance(prompts.get(i))) {
                some.add(values.get(i));
            }
        }
        return some;
    }

    /** NaN if there are no such prompts. */
    private static double share(List<Prompt> prompts, List<Answer> answers, BiPredicate<Prompt, Answer> holds) {
        int holding = 0;
        for (int i = 0; i < prompts.size(); i++) {
            holding += holds.test(prompts.get(i), answers.get(i)) ? 1 : 0;
        }
        return prompts.isEmpty() ? Double.NaN : (double) holding / prompts.size();
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "score %.2f  median words %.0f  ended %.2f  stories kind %.2f, on topic %.2f  facts right %.2f  sums right %.2f",
                score,
                medianWords,
                ended,
                kind,
                onTopic,
                factsRight,
                sumsRight);
    }
}
