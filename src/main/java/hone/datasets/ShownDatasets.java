package hone.datasets;

import hone.dataset.Dataset;
import hone.dataset.DeletionRequests;
import hone.dataset.Publication;
import hone.dataset.ScanFinding;
import hone.dataset.ScanFindings;
import hone.evaluation.poison.Finding;
import hone.run.Stage;
import hone.task.Blind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Gathers everything that the page of a dataset shows. */
@ApplicationScoped
class ShownDatasets {
    private final DatasetPages pages;
    private final Publication.Repo publications;
    private final DefinitionChoices choices;
    private final DeletionRequests deletions;
    private final ScanFindings findings;
    private final Blind blind;

    ShownDatasets(
            DatasetPages pages,
            Publication.Repo publications,
            DefinitionChoices choices,
            DeletionRequests deletions,
            ScanFindings findings,
            Blind blind) {
        this.pages = pages;
        this.publications = publications;
        this.choices = choices;
        this.deletions = deletions;
        this.findings = findings;
        this.blind = blind;
    }

    /**
     * What a dataset was frozen from, what has been deleted since, and what a scan found in it, for whoever may see whose judgments are
     * whose.
     */
    public record Terms(
            List<DefinitionChoices.Line> definition,
            List<DeletionRequests.Mark> deletions,
            List<ScanFinding> findings) {}

    /** Findings of one kind. */
    public record Found(String title, long count, Optional<Double> q) {}

    /** Everything on one dataset's page. */
    public record Shown(
            Dataset dataset,
            DatasetPages.Facts facts,
            List<DatasetPages.KindCount> kinds,
            List<DatasetPages.PersonCount> people,
            List<DatasetPages.GuidelineCount> guidelines,
            List<Publication> publications,
            List<DatasetPages.RunLine> runs,
            Terms terms,
            List<DatasetPages.MemberLine> members,
            long from) {
        public List<DefinitionChoices.Line> definition() {
            return terms.definition();
        }

        public List<DeletionRequests.Mark> deletions() {
            return terms.deletions();
        }

        public List<ScanFinding> findings() {
            return terms.findings();
        }

        /** How many of each kind, as the manifest says to everybody. */
        public List<Found> found() {
            return dataset.manifest.scan().stream()
                    .flatMap(scan -> Arrays.stream(Finding.Kind.values())
                            .flatMap(kind -> Optional.ofNullable(scan.findings().get(kind.word()))
                                    .map(some -> new Found(ScanFinding.title(kind), some.count(), some.q()))
                                    .stream()))
                    .toList();
        }

        public Optional<Publication> published() {
            return publications.stream().filter(p -> p.place().isPresent()).findFirst();
        }

        public long train() {
            return kinds.stream().mapToLong(DatasetPages.KindCount::train).sum();
        }

        public long heldOut() {
            return kinds.stream().mapToLong(DatasetPages.KindCount::heldOut).sum();
        }

        /** What was made from it, newest first. */
        public List<String> models() {
            return runs.stream().flatMap(r -> r.model().stream()).toList();
        }

        public long simulatedPercent() {
            long judged = dataset.manifest.labelers().values().stream()
                            .mapToLong(n -> n)
                            .sum()
                    + dataset.manifest.importedJudgments().orElse(0L);
            return judged == 0 ? 0 : Math.round(100.0 * dataset.manifest.simulatedJudgments() / judged);
        }

        /** What can be trained from it, in this order. */
        public List<Stage> trainStages() {
            return Stage.training();
        }

        public boolean hiding() {
            return members.stream().anyMatch(DatasetPages.MemberLine::hidden);
        }

        /** Where the next page of members begins; empty on the last one. */
        public Optional<Long> next() {
            return members.isEmpty() || members.getLast().position() + 1 >= dataset.rows
                    ? Optional.empty()
                    : Optional.of(members.getLast().position() + 1);
        }
    }

    Shown of(Dataset dataset, long position) {
        return new Shown(
                dataset,
                pages.facts(dataset),
                pages.kinds(dataset),
                blind.isSeeing() ? pages.people(dataset) : List.of(),
                pages.guidelines(dataset.id),
                publications.of(dataset.id),
                pages.runs(dataset.id),
                new Terms(
                        choices.inWords(dataset),
                        dataset.deletedRows == 0 ? List.of() : deletions.of(dataset.id),
                        blind.isSeeing() ? findings.ofDataset(dataset.id, blind.judge()) : List.of()),
                blind.isSeeing() ? pages.members(dataset.id, position, blind.judge()) : List.of(),
                position);
    }
}
