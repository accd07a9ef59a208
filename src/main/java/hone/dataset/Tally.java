package hone.dataset;

import hone.contract.DatasetRecord;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.GuidelineRef;
import hone.contract.Kind;
import hone.contract.RowHash;
import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.ChosenJudgments.Read;
import hone.web.Conflict;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Counts kept while a dataset's rows are made. Their size depends on people and guidelines, not on rows. */
final class Tally {
    private static final int PERSONS_MAX = 100;

    private final RowHash hash = new RowHash();
    private final Map<String, long[]> rowsByKind = new TreeMap<>();
    private final Map<UUID, long[]> rowsByLabeler = new HashMap<>();
    private final Map<UUID, Long> withRows = new HashMap<>();
    private final Map<UUID, Long> byLabeler = new HashMap<>();
    private final Map<UUID, Long> byGuideline = new HashMap<>();
    private final Set<UUID> scripts = new HashSet<>();

    private final long fresh;
    private long judgments;
    private long imported;
    private long simulated;
    private long capped;
    private long ties;
    private long bothBad;
    private long heldBack;

    /** @param fresh judgments that the newest dataset of the same definition lacks, counted as far as pages count */
    Tally(long fresh) {
        this.fresh = fresh;
    }

    long rows() {
        return hash.rows();
    }

    /** Judgments that the scan took out before rows were made. */
    void heldBack(long judgments) {
        heldBack = judgments;
    }

    /** A judgment that was frozen, with or without rows. */
    void judgment(Read read) {
        judgments++;
        imported += read.imported() ? 1 : 0;
        capped += read.counted().weight() > 1 ? 1 : 0;
        read.guideline().ifPresent(version -> byGuideline.merge(version, 1L, Long::sum));
        read.labeler().ifPresent(labeler -> {
            byLabeler.merge(labeler, 1L, Long::sum);
            if (read.simulated()) {
                scripts.add(labeler);
            }
        });
    }

    void tie() {
        ties++;
    }

    void bothBad() {
        bothBad++;
    }

    /** A judgment that gave this many rows. */
    void gave(Read read, int rows) {
        simulated += read.simulated() ? 1 : 0;
        read.labeler().ifPresent(labeler -> {
            withRows.merge(labeler, 1L, Long::sum);
            rowsByLabeler.computeIfAbsent(labeler, l -> new long[1])[0] += rows;
        });
    }

    /**
     * Counts the next row.
     *
     * @param of what it is a row of, for the words of a refusal
     * @return its canonical bytes
     */
    byte[] row(DatasetRecord.Row row, String of) {
        byte[] canonical = hash.add(row);
        if (canonical.length > Wire.RECORD_BYTES_MAX) {
            throw new Conflict(of + " gives a row of " + canonical.length + " bytes, limit " + Wire.RECORD_BYTES_MAX
                    + ". Nothing was frozen; take it out and freeze again.");
        }
        rowsByKind.computeIfAbsent(Kind.nameOf(row), kind -> new long[2])[row.split() == Split.TRAIN ? 0 : 1]++;
        return canonical;
    }

    /** Judgments per labeler. */
    Map<UUID, Long> byLabeler() {
        return byLabeler;
    }

    /** Judgments per guideline version. */
    Map<UUID, Long> byGuideline() {
        return byGuideline;
    }

    /** Why these judgments don't make a dataset; empty if they do. */
    Optional<String> whyNone() {
        if (rows() > 0) {
            return Optional.empty();
        }
        return Optional.of(heldBack > 0 ? DatasetFreezer.allHeldBack(heldBack) : DatasetFreezer.noRow(ties, bothBad));
    }

    Manifest manifest(UUID dataset, List<GuidelineRef> guidelines, ChosenJudgments.Found found, Instant now) {
        Map<String, Long> kinds = new HashMap<>();
        rowsByKind.forEach((kind, sides) -> kinds.put(kind, sides[0] + sides[1]));
        Map<String, Long> splits = new HashMap<>();
        long train = side(0);
        long heldOut = side(1);
        if (train > 0) {
            splits.put(Split.TRAIN.wireName(), train);
        }
        if (heldOut > 0) {
            splits.put(Split.HELD_OUT.wireName(), heldOut);
        }
        Map<String, Long> labelers = new HashMap<>();
        withRows.forEach((labeler, gave) -> labelers.put(labeler.toString(), gave));
        return new Manifest(
                dataset.toString(),
                1,
                rows(),
                hash.finish(),
                kinds,
                splits,
                guidelines,
                labelers,
                simulated,
                ties,
                bothBad,
                imported > 0 ? Optional.of(imported) : Optional.empty(),
                found.weights(),
                found.scan(),
                now);
    }

    private long side(int side) {
        return rowsByKind.values().stream().mapToLong(sides -> sides[side]).sum();
    }

    Summary summary() {
        long[] prompts = rowsByKind.getOrDefault(RowKind.PROMPT.wireName(), new long[2]);
        return new Summary(
                judgments,
                imported,
                byLabeler.size() - scripts.size(),
                scripts.size(),
                prompts[0],
                prompts[1],
                capped,
                Optional.of(fresh),
                rowsByKind.entrySet().stream()
                        .map(kind -> new Summary.OfKind(kind.getKey(), kind.getValue()[0], kind.getValue()[1]))
                        .toList(),
                rowsByLabeler.entrySet().stream()
                        .map(person -> new Summary.OfPerson(person.getKey(), person.getValue()[0]))
                        .sorted(Comparator.comparingLong(Summary.OfPerson::rows)
                                .reversed()
                                .thenComparing(Summary.OfPerson::labeler))
                        .limit(PERSONS_MAX)
                        .toList());
    }
}
