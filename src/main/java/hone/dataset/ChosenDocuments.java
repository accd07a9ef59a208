package hone.dataset;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The documents that a definition chooses, page by page in the order of their ids. Nobody takes one back or deletes it meanwhile:
 * both wait for the project, which whoever freezes holds.
 */
@ApplicationScoped
class ChosenDocuments {
    private static final int PAGE = 2_000;

    /** A document may have 900 KiB, so a page ends by what its texts take. */
    private static final long PAGE_BYTES = 4L << 20;

    private final Sql sql;

    ChosenDocuments(Sql sql) {
        this.sql = sql;
    }

    record Read(UUID id, String text, Optional<String> source) {}

    private record Size(UUID id, long bytes) {}

    /** Looks at their ids, mostly at the first page of them. */
    PromptSplit split(UUID project, Definition chosen, int heldOutPercent) {
        PromptSplit.Look look = new PromptSplit.Look(heldOutPercent);
        List<Size> page = sizes(project, chosen, ChosenJudgments.START);
        while (!page.isEmpty() && !look.decided()) {
            page.forEach(document -> look.at(document.id()));
            page = sizes(project, chosen, page.getLast().id());
        }
        return look.split();
    }

    /** Empty at the end. */
    List<Read> page(UUID project, Definition chosen, UUID after) {
        List<UUID> ids = new ArrayList<>();
        long bytes = 0;
        for (Size next : sizes(project, chosen, after)) {
            bytes += next.bytes();
            if (bytes > PAGE_BYTES && !ids.isEmpty()) {
                break;
            }
            ids.add(next.id());
        }
        return ids.isEmpty()
                ? List.of()
                : sql.list(
                        "select d.id, d.text, d.source from document d where d.id = any(?) order by d.id",
                        c -> new Read(c.id("id"), c.text("text"), c.maybeText("source")),
                        (Object) ids.toArray(UUID[]::new));
    }

    /** Read where texts are stored, without reading the texts. */
    private List<Size> sizes(UUID project, Definition chosen, UUID after) {
        if (!chosen.takesDocuments()) {
            return List.of();
        }
        Choice choice = Choice.ofDocuments(project, chosen);
        return sql.list(
                "select d.id, octet_length(d.text) as bytes from document d where " + choice.text()
                        + " and d.id > ? order by d.id limit " + PAGE,
                c -> new Size(c.id("id"), c.number("bytes")),
                choice.parameters(List.of(), List.of(after)));
    }
}
