package hone.work;

import hone.guideline.Criterion;
import hone.guideline.Rules;
import hone.judgment.Fields;
import hone.judgment.RefusalMessages;
import hone.judgment.Verdict;
import hone.task.Assignment;
import hone.web.Invalid;
import hone.web.ReaderLanguage;
import io.quarkus.qute.TemplateExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a rating: every answer by every criterion of the guideline shown beside it. */
final class RatingForm {
    private RatingForm() {}

    static Verdict read(List<Assignment.Shown> presented, Rules rules, Fields fields) {
        List<Criterion> criteria = Criterion.of(rules);
        if (criteria.isEmpty()) {
            throw Invalid.field(
                    "rate", ReaderLanguage.words(RefusalMessages.class).nothingToRate());
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        List<Verdict.Rated> rated = new ArrayList<>();
        for (int position = 1; position <= presented.size(); position++) {
            rated.add(one(presented.get(position - 1), position, criteria, fields, wrong));
        }
        if (!wrong.isEmpty()) {
            throw new Invalid(wrong);
        }
        return new Verdict.Rating(rated);
    }

    private static Verdict.Rated one(
            Assignment.Shown answer, int position, List<Criterion> criteria, Fields fields, Map<String, String> wrong) {
        SortedMap<String, Integer> scales = new TreeMap<>();
        SortedMap<String, Boolean> flags = new TreeMap<>();
        for (Criterion criterion : criteria) {
            String field = criterion.field(position);
            String chosen = fields.text(field).strip();
            if (!criterion.steps().contains(chosen)) {
                wrong.put(field, complaint(criterion, position, chosen));
                continue;
            }
            switch (criterion.scale()) {
                case SEVEN -> scales.put(criterion.name(), Integer.parseInt(chosen));
                case FLAG -> flags.put(criterion.name(), chosen.equals("yes"));
            }
        }
        return new Verdict.Rated(answer.id(), scales, flags);
    }

    private static String complaint(Criterion criterion, int position, String chosen) {
        RefusalMessages words = ReaderLanguage.words(RefusalMessages.class);
        String letter = VerdictForm.letter(position);
        if (chosen.isEmpty()) {
            return words.notRated(criterion.name(), letter);
        }
        return switch (criterion.scale()) {
            case SEVEN -> words.notAStep(criterion.name(), letter);
            case FLAG -> words.notAFlag(criterion.name(), letter);
        };
    }

    /** What the page asks about each answer. */
    @TemplateExtension
    static List<Criterion> criteria(WorkView view) {
        return Criterion.of(view.guideline().rules());
    }
}
