package hone.trainer.data;

import hone.contract.DatasetRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What people wrote as answers, by prompt. */
public final class WrittenAnswers {
    private WrittenAnswers() {}

    public static Map<String, Set<String>> read(Path file) {
        Map<String, Set<String>> answers = new HashMap<>();
        DatasetRows.read(file, row -> {
            if (row instanceof DatasetRecord.Demonstration written) {
                answers.computeIfAbsent(written.promptId(), prompt -> new HashSet<>())
                        .add(written.response());
            }
        });
        return answers;
    }
}
