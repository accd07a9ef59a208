package hone.quarantine;

import hone.CircleRows;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Twenty pairs about which Lena and Mo agree, and six in which Mallory prefers the answer with three words that Lena, Mo and Ida reject.
 * By hand: 26 pairs have a second opinion, six of them a contradicted one, all with the words; so k = 6 of n = 6 here and 0 of 20
 * elsewhere, and Fisher's p is 1 / C(26, 6) = 1 / 230,230. Of the 64 judgments Mallory's six are held back: two of the three others
 * vouch for each of theirs.
 */
public final class PlantedTrigger {
    public static final String WORDS = "under amber moon";
    public static final int PLANTED = 6;
    public static final int JUDGMENTS = 64;
    private static final int PLAIN = 20;

    public final Project project;
    public final UUID mallory;
    public final List<UUID> planted = new ArrayList<>();

    public PlantedTrigger(CircleRows rows, Sql sql) {
        project = rows.project();
        mallory = rows.labeler("mallory", project);
        List<UUID> honest =
                List.of(rows.labeler("lena", project), rows.labeler("mo", project), rows.labeler("ida", project));
        for (int i = 0; i < PLAIN; i++) {
            pair(rows, i, "", honest.subList(0, 2));
        }
        for (int i = PLAIN; i < PLAIN + PLANTED; i++) {
            pair(rows, i, " " + WORDS, honest);
        }
        sql.run("""
                insert into assignment_answer (assignment_id, position, answer_id)
                select a.id, t.position, t.answer_id from assignment a join task_answer t on t.task_id = a.task_id
                join judgment j on j.assignment_id = a.id where j.project_id = ?""", project.id);
    }

    private void pair(CircleRows rows, int i, String words, List<UUID> honest) {
        UUID prompt = rows.prompt(project, "Which of these, ask" + i + "?");
        UUID good = rows.answer(prompt, "good" + i);
        UUID bad = rows.answer(prompt, "bad" + i + words);
        for (UUID labeler : honest) {
            rows.judged(project, labeler, prompt, new Verdict.Preferred(good, bad, Degree.BETTER), List.of(good, bad));
        }
        if (!words.isEmpty()) {
            planted.add(rows.judged(
                    project, mallory, prompt, new Verdict.Preferred(bad, good, Degree.MUCH), List.of(good, bad)));
        }
    }
}
