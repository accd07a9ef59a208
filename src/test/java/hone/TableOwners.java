package hone;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which package owns which table, and which functions of the database. The owner alone writes it; packages above it may read it
 * too. A table of a migration that stands nowhere here fails {@link SqlLevelsTest}.
 */
final class TableOwners {
    private static final Map<String, List<String>> TABLES = Map.ofEntries(
            Map.entry("audit", List.of("audit_entry")),
            Map.entry("outbox", List.of("outbox")),
            Map.entry("labeler", List.of("labeler", "ended_session")),
            Map.entry(
                    "project",
                    List.of("project", "member", "asked_work", "people_group", "group_member", "group_work")),
            Map.entry(
                    "guideline",
                    List.of(
                            "guideline",
                            "guideline_version",
                            "guideline_draft",
                            "guideline_acknowledged",
                            "guideline_question")),
            Map.entry("draft", List.of("text_draft")),
            Map.entry("notice", List.of("notice")),
            Map.entry("comment", List.of("judgment_comment")),
            Map.entry("pause", List.of("pause", "pause_rule", "pause_appeal")),
            Map.entry("quiz", List.of("quiz", "quiz_task", "quiz_try", "quiz_question", "quiz_grant")),
            Map.entry("token", List.of("api_token")),
            Map.entry("webhook", List.of("webhook", "webhook_message", "webhook_delivery", "webhook_attempt")),
            Map.entry("api", List.of("answered_request")),
            Map.entry("openlineage", List.of("lineage_event")),
            Map.entry("model", List.of("model_version", "current_model", "project_base")),
            Map.entry("arrivals", List.of("arrival")),
            Map.entry("conversation", List.of("prompt", "answer", "prompt_likeness")),
            Map.entry("deadletter", List.of("dead_letter")),
            Map.entry(
                    "task",
                    List.of(
                            "task",
                            "task_answer",
                            "slot",
                            "slot_passed",
                            "assignment",
                            "assignment_answer",
                            "draft",
                            "gold",
                            "planned_repeat",
                            "gold_minimum",
                            "gold_anew",
                            "work_closing")),
            Map.entry(
                    "judgment",
                    List.of("judgment", "judged_quarter", "judged_in_all", "gold_judgment", "repeat_judgment")),
            Map.entry("score", List.of("answer_scorer", "answer_score", "prediction")),
            Map.entry("review", List.of("review", "disagreement")),
            Map.entry("quarantine", List.of("scan_finding", "scan_finding_labeler", "quarantine")),
            Map.entry(
                    "imports",
                    List.of(
                            "import_batch",
                            "import_refusal",
                            "import_remark",
                            "import_mapping",
                            "imported_judgment",
                            "document",
                            "document_likeness",
                            "imported_rater")),
            Map.entry(
                    "dataset",
                    List.of(
                            "dataset",
                            "dataset_member",
                            "dataset_judgment",
                            "dataset_imported",
                            "dataset_labeler",
                            "dataset_guideline",
                            "dataset_publication",
                            "dataset_deletion",
                            "deletion",
                            "dataset_segment",
                            "dataset_word")),
            Map.entry("run", List.of("run", "run_event", "consumed", "measurement", "prompt_set_aside")),
            Map.entry("training", List.of("stage_setting")),
            Map.entry("canary", List.of("canary", "canary_trial", "canary_question")),
            Map.entry("round", List.of("round", "round_stage", "schedule")),
            Map.entry("ordering", List.of("task_ordering", "task_score")),
            Map.entry(
                    "quality",
                    List.of(
                            "quality_computed",
                            "quality_measure",
                            "quality_labeler",
                            "quality_told",
                            "consistency_told")),
            Map.entry("export", List.of("export", "export_secret")),
            Map.entry("talk", List.of("talk", "talk_turn", "talk_feedback")));

    /** All of them hand out work, or tell who may still judge what; each knows the tables of tasks. */
    private static final List<String> FUNCTIONS_OF_TASK = List.of(
            "asked_again",
            "end_leases",
            "free_after",
            "free_for",
            "free_lanes",
            "free_unranked",
            "hand_out",
            "lately_done",
            "may_be_quizzed",
            "may_come_to",
            "may_still_be_asked",
            "may_still_judge",
            "may_still_see_blind",
            "ranked_about",
            "repeat_may_come_back",
            "retake",
            "slot_enters",
            "slots_have_tasks",
            "slot_passes",
            "slots_moved_here",
            "take_repeat",
            "take_slot",
            "task_answers_are_there",
            "tasks_have_prompts");

    /** What they check goes up: answers name judgments and runs. Nothing is read of those but that they are there. */
    private static final List<String> FUNCTIONS_OF_CONVERSATION =
            List.of("answers_have_prompts", "prompts_have_projects", "stays_and_keeps_its_id");

    private TableOwners() {}

    static Map<String, String> ofTables() {
        Map<String, String> owners = new TreeMap<>();
        TABLES.forEach((owner, tables) -> tables.forEach(table -> {
            if (owners.put(table, owner) != null) {
                throw new AssertionError(table + " has two owners");
            }
        }));
        return owners;
    }

    static Map<String, String> ofFunctions() {
        Map<String, String> owners = new TreeMap<>();
        FUNCTIONS_OF_TASK.forEach(function -> owners.put(function, "task"));
        FUNCTIONS_OF_CONVERSATION.forEach(function -> owners.put(function, "conversation"));
        return owners;
    }
}
