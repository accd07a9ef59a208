package hone.task;

import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.task.TaskMaker.Origin;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Writes planned tasks with their answers and slots, a statement a table however many they are. */
@ApplicationScoped
class TaskRows {
    private static final List<String> TASK = List.of(
            "id", "project_id", "prompt_id", "kind", "asked", "origin", "origin_id", "part", "priority", "created_at");
    private static final List<String> SLOT =
            List.of("task_id", "number", "project_id", "kind", "priority", "about_model");

    private final Sql sql;

    TaskRows(Sql sql) {
        this.sql = sql;
    }

    /** The rows of one statement, by the names that it reads them by. */
    private record TaskRow(
            UUID id, UUID prompt, WorkKind kind, int asked, int part, int priority, Optional<UUID> model) {
        static TaskRow of(PlannedTask task) {
            return new TaskRow(
                    task.id(), task.prompt(), task.kind(), task.asked(), task.part(), task.priority(), task.model());
        }
    }

    private record AnswerRow(UUID task, int position, UUID answer) {}

    /** Those that the origin has not asked for yet, which are returned. */
    List<PlannedTask> insert(List<PlannedTask> planned, UUID project, Origin origin, String originId, Instant now) {
        Set<UUID> made = Set.copyOf(sql.list(
                """
                insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, part, created_at, priority)
                select r.id, ?, r.prompt, r.kind, r.asked, ?, ?, r.part, ?, r.priority
                from json_to_recordset(cast(? as json))
                  as r(id uuid, prompt uuid, kind text, asked integer, part integer, priority integer)
                on conflict (prompt_id, kind, origin, origin_id, part) do nothing
                returning id""",
                c -> c.id("id"),
                project,
                origin.wireName(),
                originId,
                now,
                Wire.write(planned.stream().map(TaskRow::of).toList())));
        List<PlannedTask> added =
                planned.stream().filter(task -> made.contains(task.id())).toList();
        if (!added.isEmpty()) {
            insertAnswers(added);
            insertSlots(added, project);
        }
        return added;
    }

    private void insertAnswers(List<PlannedTask> added) {
        sql.run(
                """
                insert into task_answer (task_id, position, answer_id)
                select r.task, r.position, r.answer
                from json_to_recordset(cast(? as json)) as r(task uuid, position integer, answer uuid)""",
                Wire.write(added.stream().flatMap(p -> answerRows(p).stream()).toList()));
    }

    private static List<AnswerRow> answerRows(PlannedTask task) {
        return IntStream.range(0, task.answers().size())
                .mapToObj(i -> new AnswerRow(task.id(), i, task.answers().get(i)))
                .toList();
    }

    private void insertSlots(List<PlannedTask> added, UUID project) {
        sql.run("""
                insert into slot (task_id, number, project_id, kind, priority, about_model)
                select r.id, n, ?, r.kind, r.priority, r.model
                from json_to_recordset(cast(? as json))
                  as r(id uuid, kind text, asked integer, priority integer, model uuid)
                  cross join generate_series(1, r.asked) n""", project, Wire.write(added.stream().map(TaskRow::of).toList()));
    }

    /** Those of which it is known that nobody has asked for them. */
    void copy(List<PlannedTask> planned, UUID project, Origin origin, String originId, Instant now) {
        if (planned.isEmpty()) {
            return;
        }
        sql.copy("task", TASK, rows -> {
            for (PlannedTask task : planned) {
                rows.row()
                        .id(task.id())
                        .id(project)
                        .id(task.prompt())
                        .text(task.kind().wireName())
                        .number(task.asked())
                        .text(origin.wireName())
                        .text(originId)
                        .number(task.part())
                        .number(task.priority())
                        .time(now);
            }
        });
        sql.copy("task_answer", List.of("task_id", "position", "answer_id"), rows -> {
            for (PlannedTask task : planned) {
                for (int i = 0; i < task.answers().size(); i++) {
                    rows.row().id(task.id()).number(i).id(task.answers().get(i));
                }
            }
        });
        sql.copy("slot", SLOT, rows -> {
            for (PlannedTask task : planned) {
                for (int number = 1; number <= task.asked(); number++) {
                    rows.row()
                            .id(task.id())
                            .number(number)
                            .id(project)
                            .text(task.kind().wireName())
                            .number(task.priority())
                            .id(task.model());
                }
            }
        });
    }
}
