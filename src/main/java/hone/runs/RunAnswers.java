package hone.runs;

import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What models answered in a run: before and after training, or as the next tasks. */
@ApplicationScoped
class RunAnswers {
    private static final int NEWEST_PROMPTS = 3;
    /** The most answers that a project may ask for per prompt. */
    private static final int PER_PROMPT_MAX = 8;

    private final Sql sql;

    RunAnswers(Sql sql) {
        this.sql = sql;
    }

    /** The same prompt answered before and after training. */
    public record Sample(String prompt, Optional<String> before, Optional<String> after) {}

    /** Leaves out prompts that the judge may still be asked about. */
    List<Sample> samples(UUID run, UUID judge) {
        Map<String, Sample> samples = new LinkedHashMap<>();
        Map<String, Boolean> hidden = new HashMap<>();
        for (String purpose : List.of("before", "after")) {
            List<String> bodies = sql.list("""
                    select body from run_event where run_id = ? and kind = 'run.answers' and body ->> 'purpose' = ?
                    order by sequence desc limit 1""", c -> c.text("body"), run, purpose);
            for (String body : bodies) {
                RunEvent.AnswersSampled event = (RunEvent.AnswersSampled) Wire.read(body, RunEvent.class);
                for (RunEvent.Sampled sampled : event.answers()) {
                    if (hidden.computeIfAbsent(sampled.promptId(), prompt -> asked(judge, prompt))) {
                        continue;
                    }
                    String prompt = sampled.prompt().isEmpty()
                            ? ""
                            : sampled.prompt().getLast().content();
                    Sample side = purpose.equals("before")
                            ? new Sample(prompt, Optional.of(sampled.text()), Optional.empty())
                            : new Sample(prompt, Optional.empty(), Optional.of(sampled.text()));
                    samples.merge(
                            sampled.promptId() + "/" + sampled.k(),
                            side,
                            (a, b) -> new Sample(
                                    a.prompt(),
                                    a.before().or(b::before),
                                    b.after().or(a::after)));
                }
            }
        }
        return new ArrayList<>(samples.values());
    }

    private boolean asked(UUID judge, String prompt) {
        try {
            return sql.first(
                            "select may_still_be_asked(?, ?)",
                            c -> c.flag("may_still_be_asked"),
                            judge,
                            UUID.fromString(prompt))
                    .orElse(false);
        } catch (IllegalArgumentException e) {
            return false; // the trainer's own prompts: nobody is asked about them
        }
    }

    /** A prompt with the answers that a Generate run produced for it, in the order in which they were sampled. */
    public record AnsweredPrompt(String prompt, List<String> texts) {}

    /** The prompts that were answered last, without answers that the judge may be asked to judge. */
    List<AnsweredPrompt> newest(UUID run, UUID judge) {
        Map<UUID, AnsweredPrompt> prompts = new LinkedHashMap<>();
        sql.list(
                """
                with lately as (
                   select prompt_id, id from answer where run_id = ? and not may_still_see_blind(?, id)
                   order by id desc limit %d)
                select p.id, p.messages -> -1 ->> 'content' as prompt, a.text
                from (select prompt_id, max(id::text) as at from lately group by prompt_id order by at desc limit %d) l
                join prompt p on p.id = l.prompt_id join answer a on a.run_id = ? and a.prompt_id = p.id
                where not may_still_see_blind(?, a.id)
                order by l.at desc, a.k""".formatted(NEWEST_PROMPTS * PER_PROMPT_MAX, NEWEST_PROMPTS),
                c -> {
                    String prompt = c.text("prompt");
                    return prompts.computeIfAbsent(c.id("id"), id -> new AnsweredPrompt(prompt, new ArrayList<>()))
                            .texts()
                            .add(c.text("text"));
                },
                run,
                judge,
                run,
                judge);
        return List.copyOf(prompts.values());
    }

    /** The last message of a prompt that the run's model can't be given, and why. */
    public record SetAsidePrompt(String prompt, String reason) {}

    /** How many such prompts there are, and the first of them. */
    public record SetAsidePrompts(long all, List<SetAsidePrompt> first) {}

    SetAsidePrompts setAside(UUID run) {
        return new SetAsidePrompts(
                sql.number("select count(*) from prompt_set_aside where run_id = ?", run),
                sql.list("""
                        select left(p.messages -> -1 ->> 'content', 200) as prompt, s.reason
                        from prompt_set_aside s join prompt p on p.id = s.prompt_id
                        where s.run_id = ? order by s.prompt_id limit 50""", c -> new SetAsidePrompt(c.text("prompt"), c.text("reason")), run));
    }

    /** What a Generate run has produced so far. */
    public record Sampled(long answers, long prompts, long tasks) {}

    Sampled sampled(UUID run) {
        return sql.first(
                        """
                        select count(*) as answers, count(distinct prompt_id) as prompts,
                               (select count(*) from task where origin = 'model' and origin_id = ?) as tasks
                        from answer where run_id = ?""",
                        c -> new Sampled(c.number("answers"), c.number("prompts"), c.number("tasks")),
                        run.toString(),
                        run)
                .orElseThrow();
    }
}
