package hone.run;

import hone.contract.RunEvent.EvaluationReported;
import hone.contract.RunEvent.RowLoss;
import hone.contract.Wire;
import hone.evaluation.HeldOutChange;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what a fine-tuning run changed on held-out rows: for its page and for its round, so that both say the same. */
@ApplicationScoped
public class HeldOutChanges {
    private final Sql sql;

    HeldOutChanges(Sql sql) {
        this.sql = sql;
    }

    /** @return empty before there is a second evaluation */
    public Optional<HeldOutChange> of(UUID run) {
        Optional<EvaluationReported> first = evaluation(run, "step, sequence desc");
        Optional<EvaluationReported> last = evaluation(run, "step desc, sequence desc");
        if (first.isEmpty()
                || last.isEmpty()
                || first.get().step() == last.get().step()) {
            return Optional.empty();
        }
        Optional<HeldOutChange> paired = HeldOutChange.of(rows(first.get()), rows(last.get()));
        return paired.or(() -> means(first.get(), last.get()));
    }

    private Optional<EvaluationReported> evaluation(UUID run, String order) {
        return sql.first(
                "select body::text from run_event where run_id = ? and kind = 'run.evaluation' and body ->> 'name' = 'held-out'"
                        + " order by " + order + " limit 1",
                c -> Wire.read(c.text(1), EvaluationReported.class),
                run);
    }

    private static List<RowLoss> rows(EvaluationReported evaluation) {
        return evaluation.rows().orElse(List.of());
    }

    private static Optional<HeldOutChange> means(EvaluationReported first, EvaluationReported last) {
        Double before = first.metrics().get("loss");
        Double after = last.metrics().get("loss");
        if (before == null || after == null || !Double.isFinite(before) || !Double.isFinite(after)) {
            return Optional.empty();
        }
        long rows = Math.round(last.metrics().getOrDefault("rows", 0.0));
        return Optional.of(HeldOutChange.ofMeans(rows, before, after));
    }
}
