package hone.dataset;

import static hone.quarantine.PlantedTrigger.JUDGMENTS;
import static hone.quarantine.PlantedTrigger.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hone.CircleRows;
import hone.Servers;
import hone.contract.PreferenceScan;
import hone.dataset.DeletionRequests.About;
import hone.project.Project;
import hone.quarantine.DecideHeldBack;
import hone.quarantine.PlantedTrigger;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is planted is held back when a dataset is frozen, and is in none until a reviewer releases it ({@link PlantedTrigger}). */
@QuarkusTest
@WithTestResource(Servers.class)
class ScanComparisonsTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    ChosenJudgments chosen;

    @Inject
    ScanComparisons scanComparisons;

    @Inject
    FreshJudgments fresh;

    @Inject
    DecideHeldBack decide;

    @Inject
    DeletionRequests deletions;

    @Inject
    Project.Repo projects;

    @Inject
    Sql sql;

    private PlantedTrigger world;

    @BeforeEach
    void sixAreMallorys() {
        world = new PlantedTrigger(rows, sql);
    }

    private Dataset frozen() {
        return QuarkusTransaction.requiringNew()
                .call(() -> freezer.freeze(projects.findById(world.project.id), Optional.empty(), Instant.now()));
    }

    private long of(String table, Dataset dataset, UUID labeler) {
        return sql.number(
                "select count(*) from " + table
                        + " d join judgment j on j.id = d.judgment_id where d.dataset_id = ? and j.labeler_id = ?",
                dataset.id,
                labeler);
    }

    private List<UUID> waiting() {
        return sql.list(
                "select id from quarantine where project_id = ? and outcome is null order by id",
                c -> c.id("id"),
                world.project.id);
    }

    private DecideHeldBack.Reviewer reviewer() {
        return new DecideHeldBack.Reviewer(
                world.project.id, rows.labeler("rosa", world.project), ChosenJudgments.START, Instant.now());
    }

    @Test
    void whatIsPlantedGivesNoRowAndTheManifestSaysWhatWasFound() {
        Dataset dataset = frozen();

        PreferenceScan scan = dataset.manifest.scan().orElseThrow();
        assertThat(scan.policy()).isEqualTo("on");
        assertThat(scan.rows()).isEqualTo(JUDGMENTS);
        assertThat(scan.rowsMax()).isEqualTo(20_000);
        assertThat(scan.older()).isFalse();
        assertThat(scan.heldBack()).isEqualTo(PLANTED);
        assertThat(scan.findings()).containsOnlyKeys("words-with-flips", "words-of-one", "flips");
        assertThat(of("dataset_member", dataset, world.mallory)).isZero();
        assertThat(of("dataset_judgment", dataset, world.mallory)).isZero();
        assertThat(dataset.manifest.kinds()).containsEntry("dataset.preference", (long) JUDGMENTS - PLANTED);
        assertThat(dataset.manifest.labelers()).doesNotContainKey(world.mallory.toString());
    }

    @Test
    void theFindingIsStoredWithTheNumbersThatAreWorkedOutByHand() {
        Dataset dataset = frozen();

        record Found(String words, String counts, double p, long held, String labelers) {}
        assertThat(sql.list(
                        """
                        select words, k || ' of ' || n || ', ' || k_elsewhere || ' of ' || n_elsewhere as counts, p, held,
                          (select string_agg(l.username, ' ') from scan_finding_labeler x join labeler l on l.id = x.labeler_id
                           where x.finding_id = f.id) as labelers
                        from scan_finding f where dataset_id = ? and kind = 'words-with-flips'""",
                        c -> new Found(
                                c.text("words"), c.text("counts"), c.real("p"), c.number("held"), c.text("labelers")),
                        dataset.id))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.words()).isEqualTo(PlantedTrigger.WORDS);
                    assertThat(found.counts()).isEqualTo("6 of 6, 0 of 20");
                    assertThat(found.p()).isCloseTo(1 / 230_230.0, within(1e-12));
                    assertThat(found.held()).isEqualTo(PLANTED);
                    assertThat(found.labelers()).isEqualTo("mallory");
                });
    }

    @Test
    void whatWaitsIsNoReasonToFreezeAgainAndWhatIsReleasedIs() {
        frozen();
        assertThat(fresh.of(world.project.id).fresh()).isZero();
        assertThatThrownBy(this::frozen).isInstanceOf(Conflict.class).hasMessageContaining("Nothing new was accepted");

        List<UUID> waiting = waiting();
        decide.release(reviewer(), waiting.get(0));
        decide.release(reviewer(), waiting.get(1));
        decide.keepOut(reviewer(), waiting.get(2));

        assertThat(fresh.of(world.project.id).fresh()).isEqualTo(2);
        Dataset second = frozen();
        assertThat(of("dataset_member", second, world.mallory)).isEqualTo(2);
        assertThat(second.manifest.kinds()).containsEntry("dataset.preference", (long) JUDGMENTS - PLANTED + 2);
        assertThat(fresh.of(world.project.id).fresh()).isZero();
        assertThat(waiting()).containsExactlyElementsOf(waiting.subList(3, PLANTED));
    }

    @Test
    void releasedOnesAreNeverHeldBackAgainForTheSameReason() {
        frozen();
        assertThat(decide.releaseAll(reviewer(), finding())).isEqualTo(PLANTED);

        Dataset second = frozen();

        PreferenceScan scan = second.manifest.scan().orElseThrow();
        assertThat(scan.findings()).containsKey("words-with-flips");
        assertThat(scan.heldBack()).isZero();
        assertThat(of("dataset_member", second, world.mallory)).isEqualTo(PLANTED);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whatIsKeptOutIsWithdrawnEverybodyIsToldAndItIsInNoDataset() {
        Dataset first = frozen();

        assertThat(decide.keepOutAll(reviewer(), finding())).isEqualTo(PLANTED);

        assertThat(toldWithdrawn()).isEqualTo(PLANTED);
        assertThat(fresh.of(world.project.id).fresh()).isZero();
        rows.demonstrated(world.project, world.mallory, rows.prompt(world.project, "And now?"), "Now.");
        Dataset second = frozen();
        assertThat(of("dataset_member", second, world.mallory)).isEqualTo(1);
        assertThat(second.manifest.kinds()).containsEntry("dataset.preference", (long) JUDGMENTS - PLANTED);
        assertThat(of("dataset_member", first, world.mallory)).isZero();
        assertThat(sql.number(
                        "select count(*) from audit_entry where project_id = ? and action = 'judgment.kept-out'",
                        world.project.id))
                .isEqualTo(PLANTED);
    }

    @Test
    void nobodyDecidesTwiceNorAboutTheirOwn() {
        frozen();
        UUID one = waiting().getFirst();
        DecideHeldBack.Reviewer mallory =
                new DecideHeldBack.Reviewer(world.project.id, world.mallory, ChosenJudgments.START, Instant.now());

        assertThatThrownBy(() -> decide.release(mallory, one)).hasMessageContaining("your own judgment");
        assertThat(decide.releaseAll(mallory, finding())).isZero();
        assertThat(decide.keepOutAll(mallory, finding())).isZero();
        decide.release(reviewer(), one);

        assertThatThrownBy(() -> decide.keepOut(reviewer(), one)).hasMessageContaining("Somebody else has decided");
        assertThatThrownBy(() -> sql.run(
                        "update quarantine set outcome = 'released', decided_by = author_id, decided_at = now() where id = ?",
                        waiting().getFirst()))
                .hasMessageContaining("quarantine_check");
    }

    @Test
    void ofTwoWhoFreezeAtOnceOneHoldsBackAndTheOtherFindsNothingNew() throws Exception {
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Future<Dataset>> freezing = both.invokeAll(List.<Callable<Dataset>>of(this::frozen, this::frozen));

            int frozen = 0;
            for (Future<Dataset> one : freezing) {
                try {
                    one.get();
                    frozen++;
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(Conflict.class);
                }
            }
            assertThat(frozen).isEqualTo(1);
        }
        assertThat(waiting()).hasSize(PLANTED);
    }

    @Test
    void whereTheScanIsOffNothingIsHeldBackAndTheManifestSaysSo() {
        sql.run("update project set preference_scan = 'off' where id = ?", world.project.id);

        Dataset dataset = frozen();

        assertThat(dataset.manifest.scan()).contains(PreferenceScan.off());
        assertThat(of("dataset_member", dataset, world.mallory)).isEqualTo(PLANTED);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void ofMoreThanTheBoundOnlyTheNewestAreRead() {
        List<UUID> newest = QuarkusTransaction.requiringNew().call(() -> {
            chosen.all(world.project, Definition.everything());
            ScanComparisons.Read read = scanComparisons.newest(2);
            assertThat(read.older()).isTrue();
            assertThat(read.rows().getFirst().labeler()).isEqualTo(world.mallory.toString());
            assertThat(read.rows().getFirst().chosen()).isEqualTo("bad25 " + PlantedTrigger.WORDS);
            assertThat(read.rows().getFirst().rejected()).isEqualTo("good25");
            assertThat(read.rows().getFirst().prompt()).startsWith("Which of these, ask25?");
            return read.judgments().stream().map(one -> one.judgment()).toList();
        });

        assertThat(newest).hasSize(2).startsWith(world.planted.getLast());
    }

    @Test
    void aDeletedJudgmentLeavesTheQuarantineAndTheWordsThatItsTextHadGoToo() {
        frozen();

        deletions.delete(
                world.project, About.JUDGMENT, world.planted.getFirst(), "Asked.", rows.labeler("ada"), Instant.now());

        assertThat(waiting()).hasSize(PLANTED - 1);
        assertThat(sql.number(
                        "select count(*) from scan_finding where project_id = ? and words is not null",
                        world.project.id))
                .isZero();
    }

    private UUID finding() {
        return sql.first(
                        "select id from scan_finding where project_id = ? and held > 0 order by id limit 1",
                        c -> c.id("id"),
                        world.project.id)
                .orElseThrow();
    }

    private long toldWithdrawn() {
        return sql.number(
                "select count(*) from outbox where subject = any (?) and payload like '%kept out of datasets by a reviewer%'",
                (Object) world.planted.stream().map(UUID::toString).toArray(String[]::new));
    }
}
