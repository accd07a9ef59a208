package hone.round;

import hone.run.RunState;
import hone.run.Stage;
import hone.training.StageSettings;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stages of each round: as requested when it started, and why one was left out. */
@ApplicationScoped
class RoundStages {
    private final Sql sql;

    RoundStages(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param leftOut why a requested stage was not taken
     * @param againAfter the number of the last run that failed before the stage was tried again by hand; 0 when it never was
     */
    public record Row(Stage stage, boolean enabled, Optional<String> leftOut, long againAfter) {
        /** A run that failed before the stage was tried again does not count. */
        boolean counts(long run, RunState state) {
            return run > againAfter || state != RunState.FAILED;
        }
    }

    void begin(UUID round, StageSettings settings) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Stage stage : Stage.ofRounds()) {
            rows.add(new @Nullable Object[] {round, stage.word(), settings.takes(stage)});
        }
        sql.runAll("insert into round_stage (round_id, stage, asked) values (?, ?, ?)", rows);
    }

    /** In order, without unusual ones that nobody asked for; a round without rows of its own takes the usual stages. */
    List<Row> of(UUID round) {
        List<Row> kept = sql.list(
                "select stage, asked, left_out, again_after from round_stage where round_id = ?",
                c -> new Row(
                        Stage.of(c.text("stage")), c.flag("asked"), c.maybeText("left_out"), c.number("again_after")),
                round);
        return Stage.ofRounds().stream()
                .map(stage -> kept.stream()
                        .filter(row -> row.stage() == stage)
                        .findFirst()
                        .orElseGet(() -> new Row(stage, stage.isUsual(), Optional.empty(), 0)))
                .filter(row -> row.enabled() || row.stage().isUsual())
                .toList();
    }

    void leaveOut(UUID round, Stage stage, String why) {
        sql.run("""
                insert into round_stage (round_id, stage, asked, left_out) values (?, ?, true, ?)
                on conflict (round_id, stage) do update set left_out = excluded.left_out""", round, stage.word(), why);
    }

    void again(UUID round, Stage stage, int afterRun) {
        sql.run("""
                insert into round_stage (round_id, stage, asked, again_after) values (?, ?, true, ?)
                on conflict (round_id, stage) do update set again_after = excluded.again_after""", round, stage.word(), afterRun);
    }
}
