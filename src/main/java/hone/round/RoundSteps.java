package hone.round;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of each round: as asked for when it started, and why one was left out. */
@ApplicationScoped
class RoundSteps {
    private final Sql sql;

    RoundSteps(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param leftOut why an asked step was not taken
     * @param againAfter the number of the last run that failed before the step was tried again by hand; 0 when it never was
     */
    public record Row(RoundStep step, boolean asked, Optional<String> leftOut, long againAfter) {
        /** Not a run that failed before the step was tried again. */
        boolean counts(long run, Optional<String> outcome) {
            return run > againAfter || outcome.filter("failed"::equals).isEmpty();
        }
    }

    void begin(UUID round, RoundSettings settings) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (RoundStep step : RoundStep.values()) {
            rows.add(new @Nullable Object[] {round, step.word(), settings.takes(step)});
        }
        sql.runAll("insert into round_step (round_id, step, asked) values (?, ?, ?)", rows);
    }

    /** In order; a round without rows of its own asks for all. */
    List<Row> of(UUID round) {
        List<Row> kept = sql.list(
                "select step, asked, skipped, again_after from round_step where round_id = ?",
                c -> new Row(RoundStep.of(c.text(1)), c.flag(2), c.maybeText(3), c.number(4)),
                round);
        return Arrays.stream(RoundStep.values())
                .map(step -> kept.stream()
                        .filter(row -> row.step() == step)
                        .findFirst()
                        .orElseGet(() -> new Row(step, true, Optional.empty(), 0)))
                .toList();
    }

    void leaveOut(UUID round, RoundStep step, String why) {
        sql.run("""
                insert into round_step (round_id, step, asked, skipped) values (?, ?, true, ?)
                on conflict (round_id, step) do update set skipped = excluded.skipped""", round, step.word(), why);
    }

    void again(UUID round, RoundStep step, int afterRun) {
        sql.run("""
                insert into round_step (round_id, step, asked, again_after) values (?, ?, true, ?)
                on conflict (round_id, step) do update set again_after = excluded.again_after""", round, step.word(), afterRun);
    }
}
