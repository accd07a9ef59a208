package hone.trainer.sampling;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The prompts that a model can be asked and still has room to answer in full, and how many it can't. */
public record AskedPrompts(List<Asked> prompts, LeftOut leftOut) {
    /** @param ids the prompt up to where the answer begins */
    public record Asked(DatasetPrompt prompt, List<Integer> ids) {}

    public static AskedPrompts of(List<DatasetPrompt> all, Respondent respondent) {
        List<Asked> asked = new ArrayList<>();
        LeftOut leftOut = new LeftOut("prompts");
        for (DatasetPrompt prompt : all) {
            Optional<List<Integer>> ids = leftOut.unlessRefused(() -> respondent.question(prompt.messages()));
            if (ids.filter(respondent::fits).isPresent()) {
                asked.add(new Asked(prompt, ids.get()));
            } else if (ids.isPresent()) {
                leftOut.countTooLong();
            }
        }
        if (asked.isEmpty()) {
            throw leftOut.nothingLeft("prompt that leaves room for a whole answer", respondent.questionTokensMax());
        }
        leftOut.print(respondent.questionTokensMax());
        return new AskedPrompts(List.copyOf(asked), leftOut);
    }
}
