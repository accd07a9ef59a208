package hone.imports;

import hone.conversation.Likeness;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds texts to pre-train on that say nearly the same as one of their project, or as one before them in the file, as prompts are found
 * ({@link Likeness}): by three keys, at a cost that grows with neither. Of a long text its beginning is compared.
 */
@ApplicationScoped
class NearDocuments {
    /** More than two thousand words, which is what is compared. */
    private static final int COMPARED_CHARACTERS = 60_000;

    private final Sql sql;

    NearDocuments(Sql sql) {
        this.sql = sql;
    }

    /** @param row of the one before it in the file; empty: it was here before */
    record Near(int percent, Optional<Long> row) {}

    private record Owner(String text, Optional<Long> row) {}

    private record Known(long key, UUID document) {}

    /** Of each that is near to another, to which. */
    Map<IncomingDocument, Near> find(List<IncomingDocument> fresh) {
        Map<Long, Owner> owners = owners(fresh);
        Map<IncomingDocument, Near> found = new LinkedHashMap<>();
        for (IncomingDocument one : fresh) {
            nearest(one, owners).ifPresent(near -> found.put(one, near));
            Owner own = new Owner(one.text(), Optional.of(one.row()));
            for (long key : one.likeness()) {
                owners.putIfAbsent(key, own);
            }
        }
        return found;
    }

    private static Optional<Near> nearest(IncomingDocument one, Map<Long, Owner> owners) {
        List<Owner> compared = new ArrayList<>();
        for (long key : one.likeness()) {
            Owner owner = owners.get(key);
            if (owner != null && !compared.contains(owner)) {
                compared.add(owner);
                double share = Likeness.of(one.text(), owner.text());
                if (share >= Likeness.NEAR) {
                    return Optional.of(new Near((int) Math.floor(100 * share), owner.row()));
                }
            }
        }
        return Optional.empty();
    }

    /** Those that count: who is near to what was taken back or deleted is the first of its kind. */
    private Map<Long, Owner> owners(List<IncomingDocument> fresh) {
        Long[] keys = fresh.stream()
                .flatMap(one -> Arrays.stream(one.likeness()).boxed())
                .toArray(Long[]::new);
        List<Known> known = sql.list(
                "select key, document_id from document_likeness where key = any(?)",
                c -> new Known(c.number("key"), c.id("document_id")),
                (Object) keys);
        Map<UUID, Owner> documents = new HashMap<>();
        if (!known.isEmpty()) {
            sql.list(
                    "select d.id, left(d.text, %d) as beginning from document d where d.id = any(?) and %s"
                            .formatted(COMPARED_CHARACTERS, Documents.COUNT),
                    c -> documents.put(c.id("id"), new Owner(c.text("beginning"), Optional.empty())),
                    (Object) known.stream().map(Known::document).distinct().toArray(UUID[]::new));
        }
        Map<Long, Owner> owners = new HashMap<>();
        for (Known one : known) {
            Owner owner = documents.get(one.document());
            if (owner != null) {
                owners.put(one.key(), owner);
            }
        }
        return owners;
    }

    /** A key that a text which counts no more still has becomes the newer one's. */
    @Transactional(Transactional.TxType.MANDATORY)
    void keep(Map<UUID, IncomingDocument> added) {
        Map<Long, UUID> first = new LinkedHashMap<>();
        added.forEach((id, one) -> {
            for (long key : one.likeness()) {
                first.putIfAbsent(key, id);
            }
        });
        if (!first.isEmpty()) {
            sql.run(
                    """
                    insert into document_likeness as l (key, document_id)
                    select k.key, k.document from unnest(cast(? as bigint[]), cast(? as uuid[])) k (key, document) order by k.key
                    on conflict (key) do update set document_id = excluded.document_id
                      where exists (select 1 from document d where d.id = l.document_id and not (%s))""".formatted(Documents.COUNT),
                    first.keySet().toArray(Long[]::new),
                    first.values().toArray(UUID[]::new));
        }
    }
}
