package hone.quality;

import hone.evaluation.bootstrap.Bootstrap;
import hone.kind.WorkKind;
import hone.quality.AgreementTally.Agreed;
import hone.quality.LabelerTally.Tendency;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is measured of a project, counted task by task. What it holds grows with people, guideline versions, weeks and criteria,
 * not with judgments.
 */
final class ProjectTally {
    /** Criteria come and go with guidelines; beyond this many, those with the fewest judgments are left out. */
    private static final int SUBJECTS_MAX = 40;

    /** Half a year. */
    static final int WEEKS_MAX = 26;

    private final Map<Part, AgreementTally> agreement = new HashMap<>();
    private final Map<Worker, LabelerTally> people = new HashMap<>();
    private long judgments;

    /** Where agreement is measured, and about what. */
    record Part(Scope scope, Subject subject) {}

    record Worker(UUID labeler, WorkKind kind) {}

    /** @param task the judgments of one task that count, at least one */
    void add(List<Given> task) {
        judgments += task.size();
        Items all = Items.of(task);
        LocalDate week =
                task.stream().map(Given::week).max(Comparator.naturalOrder()).orElseThrow();
        all.bySubject().forEach((subject, about) -> {
            tally(new Scope.Whole(), subject).add(about);
            tally(new Scope.InWeek(week), subject).add(about);
        });
        Map<UUID, List<Given>> byVersion = task.stream().collect(Collectors.groupingBy(Given::guideline));
        byVersion.forEach((version, given) -> {
            Items under = byVersion.size() == 1 ? all : Items.of(given);
            under.bySubject()
                    .forEach((subject, about) ->
                            tally(new Scope.Under(version), subject).add(about));
        });
        task.forEach(given -> person(given).add(given));
        WithOthers.shares(all).forEach((given, share) -> person(given).agrees(share));
    }

    private AgreementTally tally(Scope scope, Subject subject) {
        return agreement.computeIfAbsent(new Part(scope, subject), part -> new AgreementTally(subject.form()));
    }

    private LabelerTally person(Given given) {
        return people.computeIfAbsent(
                new Worker(given.labeler(), given.verdict().workKind()), worker -> new LabelerTally());
    }

    long judgments() {
        return judgments;
    }

    /**
     * The parts that are shown.
     *
     * @param versions the guideline versions that are
     * @param afterEach is run between them
     */
    Map<Part, Agreed> agreed(Set<UUID> versions, Bootstrap bootstrap, Runnable afterEach) {
        Set<Subject> subjects = mostJudged();
        Set<LocalDate> weeks = newestWeeks();
        Map<Part, Agreed> agreed = new LinkedHashMap<>();
        agreement.forEach((part, tally) -> {
            boolean shown = subjects.contains(part.subject())
                    && switch (part.scope()) {
                        case Scope.Whole() -> true;
                        case Scope.Under(UUID version) -> versions.contains(version);
                        case Scope.InWeek(LocalDate monday) -> weeks.contains(monday);
                    };
            if (shown) {
                agreed.put(part, tally.agreed(bootstrap));
                afterEach.run();
            }
        });
        return agreed;
    }

    Map<Worker, Tendency> tendencies() {
        Map<Worker, Tendency> tendencies = new LinkedHashMap<>();
        people.forEach((worker, tally) -> tendencies.put(worker, tally.tendency()));
        return tendencies;
    }

    private Set<Subject> mostJudged() {
        return agreement.entrySet().stream()
                .filter(entry -> entry.getKey().scope() instanceof Scope.Whole)
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().judgments()))
                .limit(SUBJECTS_MAX)
                .map(entry -> entry.getKey().subject())
                .collect(Collectors.toSet());
    }

    private Set<LocalDate> newestWeeks() {
        return agreement.keySet().stream()
                .flatMap(part ->
                        part.scope() instanceof Scope.InWeek(LocalDate monday) ? Stream.of(monday) : Stream.of())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(WEEKS_MAX)
                .collect(Collectors.toSet());
    }
}
