package hone.task;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Tasks, their places, and who had them. */
@ApplicationScoped
class TasksInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("task").refersTo("project_id", "project").refersTo("prompt_id", "prompt"),
                ArchivedTable.of("task_answer", "x.task_id in (select t.id from task t where t.project_id = {project})")
                        .refersTo("task_id", "task")
                        .refersTo("answer_id", "answer"),
                // When a place became free is counted in transactions of the database, and ranks are given again.
                ArchivedTable.of("slot")
                        .without("entered")
                        .without("rank")
                        .refersTo("task_id", "task")
                        .refersTo("about_model", "model_version"),
                ArchivedTable.of("assignment", "x.task_id in (select t.id from task t where t.project_id = {project})"),
                ArchivedTable.of(
                        "assignment_answer",
                        "x.assignment_id in (select a.id from assignment a join task t on t.id = a.task_id where t.project_id = {project})"),
                ArchivedTable.of("gold"),
                ArchivedTable.of("planned_repeat"),
                ArchivedTable.of("gold_minimum"),
                ArchivedTable.of("gold_anew"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "draft",
                "Nobody has sent it yet.",
                "slot_passed",
                "It only saves time, and is counted in transactions of this database.",
                "work_closing",
                "What it has closed is closed in the archive too; the rest is open there.");
    }
}
