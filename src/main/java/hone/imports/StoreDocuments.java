package hone.imports;

import hone.conversation.StorePrompts.Provenance;
import hone.imports.NearDocuments.Near;
import hone.imports.Stretch.Remark;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Stores texts to pre-train on, each once in a project. Nobody is asked about them. */
@ApplicationScoped
class StoreDocuments {
    private static final List<String> COLUMNS = List.of(
            "id",
            "project_id",
            "text",
            "sha256",
            "source_id",
            "source",
            "license",
            "language",
            "metadata",
            "import_id",
            "row_number",
            "created_at");

    private final Sql sql;
    private final NearDocuments near;

    StoreDocuments(Sql sql, NearDocuments near) {
        this.sql = sql;
        this.near = near;
    }

    /** How many were new, how many existed before, how many say nearly the same as others, and how many of those were left out. */
    record Stored(int added, int old, int nearDuplicates, int skipped, List<Remark> remarks) {
        static final Stored NOTHING = new Stored(0, 0, 0, 0, List.of());
    }

    private record Known(UUID id, String sha256, boolean takenBack, boolean deleted) {}

    /** After the stretch's prompts: they have taken the project's turn, so that what is known here stays so until the commit. */
    @Transactional(Transactional.TxType.MANDATORY)
    Stored store(ImportBatch batch, List<IncomingDocument> given) {
        if (given.isEmpty()) {
            return Stored.NOTHING;
        }
        Map<String, IncomingDocument> fresh = new LinkedHashMap<>();
        given.forEach(one -> fresh.putIfAbsent(one.sha256(), one));
        List<Remark> remarks = new ArrayList<>();
        Map<UUID, Long> again = new LinkedHashMap<>();
        for (Known known : known(batch.projectId, given)) {
            IncomingDocument one = fresh.remove(known.sha256());
            if (one != null && known.deleted()) {
                remarks.add(new Remark(one.row(), "This text was deleted on request, and stays so."));
            } else if (one != null && known.takenBack()) {
                again.put(known.id(), one.row());
            }
        }
        Map<IncomingDocument, Near> alike = near.find(List.copyOf(fresh.values()));
        alike.forEach((one, other) -> remarks.add(remark(one, other)));
        if (batch.choices.isSkippingNearDuplicates()) {
            fresh.values().removeAll(alike.keySet());
        }
        int skipped = batch.choices.isSkippingNearDuplicates() ? alike.size() : 0;
        near.keep(copy(batch, fresh.values()));
        comeAgain(batch, again);
        int added = fresh.size() + again.size();
        return new Stored(added, given.size() - added - skipped, alike.size(), skipped, remarks);
    }

    private static Remark remark(IncomingDocument one, Near near) {
        return new Remark(
                one.row(),
                "Says nearly the same as "
                        + near.row().map(row -> "line " + row).orElse("a document that is here")
                        + ": " + near.percent() + " % of its three-word sequences.");
    }

    /** What {@link #store} would do, for a dry run. */
    Stored count(ImportBatch batch, List<IncomingDocument> given, SeenPrompts seen) {
        if (given.isEmpty()) {
            return Stored.NOTHING;
        }
        Map<String, Known> known =
                known(batch.projectId, given).stream().collect(Collectors.toMap(Known::sha256, one -> one));
        int added = 0;
        for (IncomingDocument one : given) {
            Known there = known.get(one.sha256());
            boolean counts = there == null || there.takenBack() && !there.deleted();
            added += counts && seen.add(one.sha256()) ? 1 : 0;
        }
        return new Stored(added, given.size() - added, 0, 0, List.of());
    }

    /** In the import's own row, which is written last. */
    @Transactional(Transactional.TxType.MANDATORY)
    void grow(ImportBatch batch, Stored stored) {
        if (stored.added() + stored.old() + stored.skipped() > 0) {
            sql.run("""
                    update import_batch set documents_new = documents_new + ?, documents_old = documents_old + ?,
                      near_duplicates = near_duplicates + ?, skipped = skipped + ? where id = ?""", stored.added(), stored.old(), stored.nearDuplicates(), stored.skipped(), batch.id);
        }
    }

    private List<Known> known(UUID project, List<IncomingDocument> given) {
        return sql.list(
                """
                select d.id, d.sha256, d.taken_back_at is not null as taken_back, d.deleted_at is not null as deleted
                from document d where d.project_id = ? and d.sha256 = any(?)""",
                c -> new Known(c.id("id"), c.text("sha256"), c.flag("taken_back"), c.flag("deleted")),
                project,
                given.stream().map(IncomingDocument::sha256).distinct().toArray(String[]::new));
    }

    /** @return them by their ids */
    private Map<UUID, IncomingDocument> copy(ImportBatch batch, Collection<IncomingDocument> fresh) {
        Map<UUID, IncomingDocument> added = new LinkedHashMap<>();
        fresh.forEach(one -> added.put(Uuid7.next(), one));
        if (added.isEmpty()) {
            return added;
        }
        Instant now = Instant.now();
        sql.copy("document", COLUMNS, rows -> {
            added.forEach((id, one) -> {
                Provenance from = one.from();
                rows.row()
                        .id(id)
                        .id(batch.projectId)
                        .text(one.text())
                        .text(one.sha256())
                        .text(from.sourceId().orElse(null))
                        .text(from.source().orElse(null))
                        .text(from.license().orElse(null))
                        .text(from.language().orElse(null))
                        .json(from.metadata().orElse(null))
                        .id(batch.id)
                        .large(one.row())
                        .time(now);
            });
        });
        return added;
    }

    /** They were taken back with the import that brought them, and count again because of this one. */
    private void comeAgain(ImportBatch batch, Map<UUID, Long> again) {
        if (!again.isEmpty()) {
            sql.run(
                    """
                    update document d set taken_back_at = null, import_id = ?, row_number = a.row_number
                    from unnest(cast(? as uuid[]), cast(? as bigint[])) as a(id, row_number) where d.id = a.id""",
                    batch.id,
                    again.keySet().toArray(UUID[]::new),
                    again.values().toArray(Long[]::new));
        }
    }
}
