package hone.dataset;

import hone.contract.DatasetRecord;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.GuidelineRef;
import hone.contract.Kind;
import hone.contract.RowHash;
import hone.contract.Wire;
import hone.web.Conflict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is counted while a dataset's rows are written. */
final class Tally {
    final RowHash hash = new RowHash();
    private final Map<String, Long> kinds = new HashMap<>();
    private final Map<String, Long> splits = new HashMap<>();
    final Map<String, Long> labelers = new HashMap<>();
    /** Prompts that a judged row names. */
    final Set<UUID> judgedPrompts = new HashSet<>();

    long simulated;
    long ties;
    long bothBad;

    /** Counts a row and gives the cells of its member. */
    @Nullable
    Object[] member(
            UUID dataset,
            DatasetRecord.Row row,
            @Nullable UUID judgment,
            UUID prompt,
            double weight,
            @Nullable Double margin) {
        byte[] canonical = hash.add(row);
        if (canonical.length > Wire.RECORD_BYTES_MAX) {
            throw new Conflict((judgment == null ? "Prompt " + prompt : "Judgment " + judgment) + " gives a row of "
                    + canonical.length + " bytes, limit " + Wire.RECORD_BYTES_MAX
                    + ". Nothing was frozen; take it out and freeze again.");
        }
        if (judgment != null) {
            judgedPrompts.add(prompt);
        }
        kinds.merge(Kind.nameOf(row), 1L, Long::sum);
        splits.merge(row.split().wireName(), 1L, Long::sum);
        return new @Nullable Object[] {
            dataset,
            row.position(),
            judgment,
            prompt,
            Kind.nameOf(row),
            row.split().wireName(),
            weight,
            margin,
            new String(canonical, StandardCharsets.UTF_8)
        };
    }

    Manifest manifest(UUID dataset, List<GuidelineRef> guidelines, Instant now) {
        long rows = hash.rows();
        return new Manifest(
                dataset.toString(),
                1,
                rows,
                hash.finish(),
                kinds,
                splits,
                guidelines,
                labelers,
                simulated,
                ties,
                bothBad,
                now);
    }
}
