package hone.run;

import hone.contract.RunEvent;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The numbers that runs reported, one per row: written with the event that reports them, read by every page that shows one. */
@ApplicationScoped
public class Measurements {
    private final Sql sql;

    Measurements(Sql sql) {
        this.sql = sql;
    }

    /** Runs in the transaction that applies the event. If a restart repeats a step, the later report counts. */
    void keep(TrainingRun run, RunEvent event) {
        List<Measurement> told = Measurement.of(run.recipe, event);
        if (told.isEmpty()) {
            return;
        }
        @Nullable
        Long[] counts = told.stream().map(number -> number.n().orElse(null)).toArray(Long[]::new);
        sql.run(
                """
                insert into measurement (run_id, split, step, name, value, n, sequence)
                select ?, ?, ?, m.name, m.value, m.n, ? from unnest(?, ?, ?) as m (name, value, n)
                on conflict (run_id, split, step, name) do update
                set value = excluded.value, n = excluded.n, sequence = excluded.sequence
                where measurement.sequence < excluded.sequence""",
                run.id,
                told.getFirst().split(),
                told.getFirst().step(),
                event.sequence(),
                told.stream().map(Measurement::name).toArray(String[]::new),
                told.stream().map(Measurement::value).toArray(Double[]::new),
                counts);
    }

    /**
     * Every number of a run over its steps. For long runs these are means over at most 240 stretches, and the last point of
     * each is at its last step.
     */
    public Map<String, List<LineChart.Point>> curves(UUID run, String split) {
        Map<String, List<LineChart.Point>> curves = new LinkedHashMap<>();
        sql.list(
                """
                with told as (
                  select name, step, value, step / (1 + max(step) over () / 240) as stretch from measurement
                  where run_id = ? and split = ?)
                select name, max(step) as step, avg(value) as value from told group by name, stretch order by name, stretch""",
                c -> curves.computeIfAbsent(c.text("name"), name -> new ArrayList<>())
                        .add(new LineChart.Point(c.number("step"), c.real("value"))),
                run,
                split);
        return curves;
    }

    /** The first and the last report of a split; two index lookups, however long the run is. */
    public Measured ends(UUID run, String split) {
        Map<String, Measured.Number> first = new HashMap<>();
        Map<String, Measured.Number> last = new HashMap<>();
        sql.list(
                """
                select m.name, m.step, m.value, m.n, m.step = e.first as is_first, m.step = e.last as is_last
                from (select (select step from measurement where run_id = ? and split = ? order by step limit 1) as first,
                             (select step from measurement where run_id = ? and split = ? order by step desc limit 1) as last) e
                join measurement m on m.run_id = ? and m.split = ? and m.step in (e.first, e.last)""",
                c -> {
                    Measured.Number number = new Measured.Number(c.number("step"), c.real("value"), c.maybeNumber("n"));
                    if (c.flag("is_first")) {
                        first.put(c.text("name"), number);
                    }
                    if (c.flag("is_last")) {
                        last.put(c.text("name"), number);
                    }
                    return number;
                },
                run,
                split,
                run,
                split,
                run,
                split);
        return first.isEmpty() ? Measured.NOTHING : new Measured(first, last);
    }
}
