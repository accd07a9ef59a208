package hone.dataset;

import hone.imports.Documents;
import hone.judgment.Counting;
import hone.quarantine.Quarantine;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A definition as SQL conditions. A condition appears in the statement only if it excludes something: one plan serves all values,
 * so a condition that may be empty would be planned as if it were not.
 */
final class Choice {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private Choice() {}

    /** On a judgment {@code j} that nothing holds back, given under the guideline version of its assignment {@code a}, about the prompt {@code p}. */
    static Choice ofJudgments(UUID project, Definition chosen) {
        Choice choice = new Choice();
        choice.add("j.project_id = ? and " + Counting.COUNTS + " and " + Quarantine.FREE, project);
        choice.addAny("j.kind", chosen.kinds());
        chosen.from().ifPresent(from -> choice.add("j.accepted_at >= ?", from));
        chosen.until().ifPresent(until -> choice.add("j.accepted_at < ?", until));
        choice.addIds("a.guideline_version_id", chosen.guidelines());
        choice.addIds("j.labeler_id", chosen.labelers());
        boolean people = chosen.givers().contains(Giver.PEOPLE);
        boolean scripts = chosen.givers().contains(Giver.SCRIPTS);
        if (people != scripts) {
            choice.text.append(people ? " and not j.simulated" : " and j.simulated");
        }
        choice.addPrompt(chosen);
        return choice;
    }

    /** On an imported judgment {@code i} about the prompt {@code p}. */
    static Choice ofImported(UUID project, Definition chosen) {
        Choice choice = new Choice();
        choice.add("i.project_id = ? and " + Counting.IMPORTED_COUNTS, project);
        choice.addAny("i.kind", chosen.kinds());
        chosen.from().ifPresent(from -> choice.add("i.created_at >= ?", from));
        chosen.until().ifPresent(until -> choice.add("i.created_at < ?", until));
        chosen.weightMin().ifPresent(weight -> choice.add("i.weight >= ?", weight));
        choice.addPrompt(chosen);
        return choice;
    }

    /** On a prompt {@code p}. */
    static Choice ofPrompts(UUID project, Definition chosen) {
        Choice choice = new Choice();
        choice.add("p.project_id = ? and p.deleted_at is null", project);
        choice.addPrompt(chosen);
        return choice;
    }

    /** On a document {@code d}. */
    static Choice ofDocuments(UUID project, Definition chosen) {
        Choice choice = new Choice();
        choice.add("d.project_id = ? and " + Documents.COUNT, project);
        chosen.from().ifPresent(from -> choice.add("d.created_at >= ?", from));
        chosen.until().ifPresent(until -> choice.add("d.created_at < ?", until));
        choice.addAny("d.language", chosen.languages());
        choice.addAny("d.source", chosen.sources());
        return choice;
    }

    private void addPrompt(Definition chosen) {
        addAny("p.language", chosen.languages());
        addAny("p.source", chosen.sources());
    }

    private void addAny(String column, List<String> words) {
        if (!words.isEmpty()) {
            add(column + " = any(?)", words.toArray(String[]::new));
        }
    }

    private void addIds(String column, List<UUID> ids) {
        if (!ids.isEmpty()) {
            add(column + " = any(?)", ids.toArray(UUID[]::new));
        }
    }

    private void add(String condition, Object parameter) {
        text.append(text.isEmpty() ? "" : " and ").append(condition);
        parameters.add(parameter);
    }

    /** The joins that the conditions need, with the names that they use. */
    String joins(String judgments) {
        return (text.indexOf(" a.") < 0 ? "" : " join assignment a on a.id = j.assignment_id") + prompts(judgments);
    }

    /** The prompts, where the conditions say something about them: of a million judgments nobody looks for them in vain. */
    String prompts(String judgments) {
        return text.indexOf(" p.") < 0 ? "" : " join prompt p on p.id = " + judgments + ".prompt_id";
    }

    String text() {
        return text.toString();
    }

    /** The given parameters around those of the conditions. */
    Object[] parameters(List<Object> before, List<Object> after) {
        List<Object> all = new ArrayList<>(before);
        all.addAll(parameters);
        all.addAll(after);
        return all.toArray();
    }
}
