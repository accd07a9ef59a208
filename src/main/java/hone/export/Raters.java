package hone.export;

import hone.format.Rater;
import hone.web.SqlSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who decided, as an export calls them: by pseudonym, or by user name where an admin asked for that. */
final class Raters {
    private final SqlSnapshot snapshot;
    private final Optional<Pseudonyms> pseudonyms;
    private final Map<UUID, Rater> known = new HashMap<>();

    private Raters(SqlSnapshot snapshot, Optional<Pseudonyms> pseudonyms) {
        this.snapshot = snapshot;
        this.pseudonyms = pseudonyms;
    }

    static Raters underPseudonyms(SqlSnapshot snapshot, Pseudonyms pseudonyms) {
        return new Raters(snapshot, Optional.of(pseudonyms));
    }

    static Raters byName(SqlSnapshot snapshot) {
        return new Raters(snapshot, Optional.empty());
    }

    Rater of(UUID labeler) {
        return known.computeIfAbsent(labeler, this::read);
    }

    /** Somebody who decided elsewhere and is matched with nobody here. A model has no need to hide. */
    Rater elsewhere(String name, Rater.Nature nature) {
        return new Rater(
                nature == Rater.Nature.MODEL
                        ? name
                        : pseudonyms.map(hidden -> hidden.of(name)).orElse(name),
                nature);
    }

    private Rater read(UUID labeler) {
        List<Rater> found = snapshot.list(
                "select username, simulated from labeler where id = ?",
                c -> new Rater(
                        pseudonyms.map(hidden -> hidden.of(labeler)).orElse(c.text("username")),
                        c.flag("simulated") ? Rater.Nature.SIMULATED : Rater.Nature.PERSON),
                labeler);
        return found.getFirst();
    }
}
