package hone.bench.circle;

import hone.bench.labelers.Answer;
import hone.bench.labelers.Choice;
import hone.bench.world.HoldOut;
import hone.bench.world.Prompt;
import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows as the app freezes them, of what scripted people decided: one prompt in ten is held out, a judgment's pairs are one group, and
 * a prompt that nobody judged is a row of its own.
 */
final class ScriptedRows {
    private static final int ONE_HELD_OUT_OF = 10;
    private static final double STEP = 1 / 3.0;

    private final List<String> lines = new ArrayList<>();
    private final Set<String> judged = new HashSet<>();

    ScriptedRows copy() {
        ScriptedRows same = new ScriptedRows();
        same.lines.addAll(lines);
        same.judged.addAll(judged);
        return same;
    }

    void written(Prompt prompt, String text) {
        int at = next(prompt);
        lines.add(Wire.write(
                new DatasetRecord.Demonstration(at, split(prompt), id(prompt), judgment(at), asked(prompt), text, 1)));
    }

    /** Also the pair corrected over original. */
    void corrected(Prompt prompt, Answer original, String text) {
        written(prompt, text);
        pair(prompt, judgment(lines.size()), text, original.text(), STEP, 1);
    }

    void compared(Prompt prompt, Answer left, Answer right, Choice choice) {
        String judgment = judgment(lines.size());
        if (choice.left()) {
            pair(prompt, judgment, left.text(), right.text(), STEP * choice.degree(), 1);
        } else if (choice.right()) {
            pair(prompt, judgment, right.text(), left.text(), STEP * choice.degree(), 1);
        }
    }

    /** @param ranks 1 is best, equal numbers are ties */
    void ranked(Prompt prompt, List<Answer> answers, List<Integer> ranks) {
        String judgment = judgment(lines.size());
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < ranks.size(); i++) {
            for (int j = 0; j < ranks.size(); j++) {
                if (ranks.get(i) < ranks.get(j)) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        for (int[] pair : pairs) {
            double margin = Math.min(1, STEP * (ranks.get(pair[1]) - ranks.get(pair[0])));
            String better = answers.get(pair[0]).text();
            pair(prompt, judgment, better, answers.get(pair[1]).text(), margin, 1.0 / pairs.size());
        }
    }

    /** Those that have no row yet. */
    void prompts(List<Prompt> all) {
        for (Prompt prompt : all) {
            if (judged.add(prompt.text())) {
                lines.add(Wire.write(
                        new DatasetRecord.PromptOnly(lines.size(), split(prompt), id(prompt), asked(prompt))));
            }
        }
    }

    private void pair(Prompt prompt, String group, String chosen, String rejected, double margin, double weight) {
        if (chosen.isBlank() || rejected.isBlank() || chosen.equals(rejected)) {
            return;
        }
        int at = next(prompt);
        lines.add(Wire.write(new DatasetRecord.Preference(
                at,
                split(prompt),
                id(prompt),
                group,
                group,
                asked(prompt),
                chosen,
                rejected,
                Math.min(1, margin),
                weight)));
    }

    private int next(Prompt prompt) {
        judged.add(prompt.text());
        return lines.size();
    }

    private static String judgment(int at) {
        return "judgment-%06d".formatted(at);
    }

    private static List<Message> asked(Prompt prompt) {
        return List.of(Message.user(prompt.text()));
    }

    private static String id(Prompt prompt) {
        return Wire.sha256(prompt.text().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static Split split(Prompt prompt) {
        return HoldOut.bucket(prompt.text()) % ONE_HELD_OUT_OF == 0 ? Split.HELD_OUT : Split.TRAIN;
    }

    /** Into a file that is named by what it holds. */
    Path write(Path folder) throws IOException {
        byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("rows-" + Wire.sha256(content).substring(0, 12) + ".jsonl");
        Files.createDirectories(folder);
        Files.write(file, content);
        return file;
    }
}
