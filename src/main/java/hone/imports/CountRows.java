package hone.imports;

import hone.conversation.StorePrompts;
import hone.imports.StoreRows.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Counts what a stretch would add, for a dry run: nothing is written. */
@ApplicationScoped
class CountRows {
    private final StorePrompts store;

    CountRows(StorePrompts store) {
        this.store = store;
    }

    Stored count(ImportBatch batch, List<Incoming> given, SeenPrompts seen) {
        Set<String> there = store.known(
                        batch.projectId,
                        given.stream().map(Incoming::sha256).distinct().toArray(String[]::new))
                .keySet();
        int promptsNew = 0;
        int answers = 0;
        int judgments = 0;
        for (Incoming one : given) {
            if (!there.contains(one.sha256()) && seen.add(one.sha256())) {
                promptsNew++;
            }
            answers += one.responses().size();
            judgments += one.decisions().size();
        }
        return new Stored(promptsNew, given.size() - promptsNew, answers, 0, judgments, 0, 0, 0, 0, List.of());
    }
}
