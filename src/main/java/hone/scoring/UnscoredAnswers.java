package hone.scoring;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.ScorePrompt;
import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The answers of open tasks in which answers are compared that a reward model has not scored yet. */
@ApplicationScoped
class UnscoredAnswers {
    /** Tasks of one run: a worker begins in seconds, so it is worth beginning for many. */
    static final int TASKS_MAX = 500;

    /** Texts are read for so many tasks at a time. */
    private static final int PAGE = 50;

    /** Leaves room for the rest of the request. */
    private static final int BYTES_MAX = Wire.RECORD_BYTES_MAX * 3 / 4;

    private static final List<WorkKind> COMPARED = Arrays.stream(WorkKind.values())
            .filter(kind -> kind.is(WorkKind.Labor.CHOOSING))
            .toList();
    private static final ObjectMapper JSON = Wire.mapper();
    private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};
    private static final TypeReference<List<ScorePrompt.Response>> ANSWERS = new TypeReference<>() {};

    private final Sql sql;

    UnscoredAnswers(Sql sql) {
        this.sql = sql;
    }

    /**
     * What one run asks.
     *
     * @param prompts with the answers that have no score; none where all have one
     * @param tasks that were looked at
     * @param last of them; empty where there is none
     */
    record Next(List<ScorePrompt> prompts, int tasks, Optional<UUID> last) {}

    /** Of the tasks made after one, as many as a run can hold. A task that no run can hold is passed over. */
    Next after(UUID project, UUID model, UUID after) {
        List<UUID> open = open(project, after);
        Map<UUID, ScorePrompt> prompts = new LinkedHashMap<>();
        int bytes = 0;
        for (int from = 0; from < open.size(); from += PAGE) {
            List<UUID> page = open.subList(from, Math.min(open.size(), from + PAGE));
            for (OfTask task : read(page, model)) {
                int more = Wire.bytes(task.prompt()).length + 1;
                if (bytes + more > BYTES_MAX && !prompts.isEmpty()) {
                    int looked = open.indexOf(task.id());
                    return new Next(List.copyOf(prompts.values()), looked, Optional.of(open.get(looked - 1)));
                }
                if (more <= BYTES_MAX) {
                    prompts.merge(task.promptId(), task.prompt(), UnscoredAnswers::together);
                    bytes += more;
                }
            }
        }
        return new Next(
                List.copyOf(prompts.values()),
                open.size(),
                open.isEmpty() ? Optional.empty() : Optional.of(open.getLast()));
    }

    private List<UUID> open(UUID project, UUID after) {
        return sql.list(
                """
                select f.id from unnest(cast(? as text[])) as k (kind)
                cross join lateral free_after(?, k.kind, ?, ?) as f (id) order by f.id limit ?""",
                c -> c.id("id"),
                COMPARED.stream().map(WorkKind::wireName).toArray(String[]::new),
                project,
                after,
                TASKS_MAX,
                TASKS_MAX);
    }

    private record OfTask(UUID id, UUID promptId, ScorePrompt prompt) {}

    /** Only those that have such answers. */
    private List<OfTask> read(List<UUID> tasks, UUID model) {
        return sql.list(
                """
                select t.id, t.prompt_id, p.messages, u.answers from task t join prompt p on p.id = t.prompt_id
                cross join lateral (
                  select json_agg(json_build_object('answerId', a.id, 'text', a.text) order by x.position) as answers
                  from task_answer x join answer a on a.id = x.answer_id
                  where x.task_id = t.id
                    and not exists (select 1 from answer_score s where s.answer_id = a.id and s.model_version_id = ?)) u
                where t.id = any(?) and p.deleted_at is null and u.answers is not null
                order by t.id""",
                c -> new OfTask(
                        c.id("id"),
                        c.id("prompt_id"),
                        prompt(c.id("prompt_id"), c.text("messages"), c.text("answers"))),
                model,
                tasks.toArray(UUID[]::new));
    }

    private static ScorePrompt prompt(UUID id, String messages, String answers) {
        try {
            return new ScorePrompt(id.toString(), JSON.readValue(messages, MESSAGES), JSON.readValue(answers, ANSWERS));
        } catch (IOException e) {
            throw new UncheckedIOException("prompt " + id + " can't be read", e);
        }
    }

    /** Several tasks may show the same answers. */
    private static ScorePrompt together(ScorePrompt one, ScorePrompt other) {
        return new ScorePrompt(
                one.promptId(),
                one.messages(),
                Stream.concat(one.answers().stream(), other.answers().stream())
                        .distinct()
                        .toList());
    }
}
