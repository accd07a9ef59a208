package hone.trainer.sampling;

import hone.contract.RunEvent;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers to a few prompts before and after training, so that people can see what changed. */
public final class ShownAnswers {
    public static final String BEFORE = "before";
    public static final String AFTER = "after";

    private ShownAnswers() {}

    /** Samples at temperature 1 and reports it as an event, unless another worker of the run does so or an earlier one has done so. */
    public static void tell(Run run, String purpose, Respondent respondent, Stream<DatasetPrompt> prompts, int most) {
        if (!run.together().isFirst()) {
            return;
        }
        boolean told = run.earlier().stream()
                .anyMatch(event -> event instanceof RunEvent.AnswersSampled sampled
                        && sampled.purpose().equals(purpose));
        List<DatasetPrompt> shown = prompts.filter(
                        one -> respondent.fitting(one.messages()).isPresent())
                .limit(Math.max(0, most))
                .toList();
        if (told || shown.isEmpty()) {
            return;
        }
        long[] seeds = shown.stream()
                .mapToLong(one -> Respondent.seedOf(run.job().seed(), one.promptId(), 0))
                .toArray();
        List<Respondent.Answer> answers = respondent.answer(
                shown.stream().map(one -> respondent.question(one.messages())).toList(), seeds);
        List<RunEvent.Sampled> sampled = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Respondent.Answer answer = answers.get(i);
            sampled.add(new RunEvent.Sampled(
                    shown.get(i).promptId(),
                    0,
                    shown.get(i).messages(),
                    answer.text(),
                    seeds[i],
                    answer.tokens(),
                    answer.ended()));
        }
        Optional<String> version = purpose.equals(BEFORE) ? run.job().modelVersionId() : Optional.empty();
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.AnswersSampled(id, sequence, now, purpose, version, 1, 1, sampled));
    }
}
