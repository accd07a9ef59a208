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
    private final Measurements measurements;

    HeldOutChanges(Sql sql, Measurements measurements) {
        this.sql = sql;
        this.measurements = measurements;
    }

    /** @return empty until there is a second evaluation */
    public Optional<HeldOutChange> of(UUID run) {
        Measured held = measurements.ends(run, Measurement.HELD_OUT);
        Measured.Number first = held.first().get("loss");
        Measured.Number last = held.last().get("loss");
        if (first == null || last == null || first.step() == last.step()) {
            return Optional.empty();
        }
        return HeldOutChange.of(rows(run, first.step()), rows(run, last.step()))
                .or(() -> Optional.of(HeldOutChange.ofMeans(last.n().orElse(0L), first.value(), last.value())));
    }

    /** The losses of an evaluation row by row; none if the trainer reported only the mean. */
    private List<RowLoss> rows(UUID run, long step) {
        return sql.first("""
                        select body from run_event
                        where run_id = ? and kind = 'run.evaluation' and step = ? and body ->> 'name' = 'held-out'
                        order by sequence desc limit 1""", c -> Wire.read(c.text("body"), EvaluationReported.class), run, step)
                .flatMap(EvaluationReported::rows)
                .orElse(List.of());
    }
}
