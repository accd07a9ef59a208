package hone.trainer.reward;

import hone.contract.RunEvent;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.LeftOut;
import hone.trainer.data.Preferences;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.decoder.Decoder;
import hone.trainer.run.Run;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.Respondent;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scales a reward model's scores by their mean and deviation on fresh answers of the SFT model to the dataset's own prompts. */
record ScoreNormalization(Run run, Preferences data, ChatTemplate template, Tokenizer tokenizer) {

    /**
     * Reports the scale as an event.
     *
     * @param samples how many answers; 0 leaves the scores as they are
     */
    ScoreScale scale(ScoringModel model, int samples, long step, SideBySide sideBySide) {
        if (samples == 0) {
            return ScoreScale.AS_IT_IS;
        }
        try (Decoder writer = ModelFiles.load(run.model())) {
            int room = writer.config().positions() - 1;
            Respondent respondent = new Respondent(writer, tokenizer, template, 1, 1, Math.min(longestAnswer(), room));
            List<DatasetPrompt> prompts = data.prompts().stream()
                    .filter(prompt -> respondent.fitting(prompt.messages()).isPresent())
                    .toList();
            if (prompts.isEmpty()) {
                return ScoreScale.AS_IT_IS;
            }
            ScoreScale scale =
                    ScoreScale.of(model.scoreAll(rows(respondent, prompts, samples, sideBySide), tokenizer.padId()));
            Map<String, Double> metrics = Map.of(
                    "score/mean", scale.mean(), "score/deviation", scale.deviation(), "samples", (double) samples);
            run.log()
                    .append((id, sequence, now) ->
                            new RunEvent.EvaluationReported(id, sequence, now, step, "score-scale", metrics));
            return scale;
        }
    }

    private List<int[]> rows(Respondent respondent, List<DatasetPrompt> prompts, int samples, SideBySide sideBySide) {
        ShuffledOrder order = new ShuffledOrder(prompts.size(), run.job().seed());
        List<List<Integer>> questions = new ArrayList<>();
        long[] seeds = new long[samples];
        for (int i = 0; i < seeds.length; i++) {
            DatasetPrompt prompt = prompts.get(order.at(i));
            questions.add(respondent.question(prompt.messages()));
            seeds[i] = Respondent.seedOf(run.job().seed(), prompt.promptId(), i);
        }
        List<Generation.Row> answers = respondent.sampleAll(questions, seeds, sideBySide);
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < seeds.length; i++) {
            rows.add(answers.get(i).after(questions.get(i), respondent.closingId()));
        }
        return rows;
    }

    /** Of those that the template writes. */
    private int longestAnswer() {
        LeftOut refused = new LeftOut("answers");
        return data.train().stream()
                .flatMap(group -> group.answers().stream())
                .flatMap(answer -> refused.unlessRefused(() -> template.answer(answer, tokenizer)).stream())
                .mapToInt(List::size)
                .max()
                .orElse(1);
    }
}
