package hone.talk;

import hone.contract.Message;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's conversation with a project's current model, which may change in the course of it: each answer names its own
 * model.
 */
record Talk(UUID id, UUID labeler, String who, Instant startedAt, List<Turn> turns) {
    /** A message and the model's answer to it. */
    record Turn(
            int number,
            String prompt,
            String response,
            State state,
            Optional<String> model,
            Optional<UUID> modelId,
            Sampling sampling,
            Feedback feedback) {
        private Turn with(@Nullable FeedbackProgress known) {
            Feedback followed =
                    new Feedback(feedback.thumb, feedback.reason, feedback.task, Optional.ofNullable(known));
            return new Turn(number, prompt, response, state, model, modelId, sampling, followed);
        }

        /** Only complete answers that a model wrote can be judged. */
        public boolean rateable() {
            return state.whole();
        }

        public boolean writing() {
            return state == State.WRITING;
        }

        public boolean broken() {
            return state == State.BROKEN;
        }

        public boolean lost() {
            return state == State.LOST;
        }

        public boolean cut() {
            return state == State.CUT;
        }

        public boolean stopped() {
            return state == State.STOPPED;
        }

        public boolean empty() {
            return response.isBlank();
        }

        public String seedText() {
            return Long.toString(sampling.seed);
        }
    }

    /** How an answer was sampled. */
    record Sampling(long seed, double temperature, double topP) {}

    /**
     * What the person thought of an answer.
     *
     * @param task the task that corrects it; {@code progress} is what became of that
     */
    record Feedback(Optional<String> thumb, String reason, Optional<UUID> task, Optional<FeedbackProgress> progress) {}

    /** What became of an answer. */
    enum State {
        /** Being written. */
        WRITING,
        /** The model ended it. */
        ENDED,
        /** The token limit ended it. */
        CUT,
        /** The person stopped it. */
        STOPPED,
        /** The server broke off. */
        BROKEN,
        /** The app died in the middle: nobody renewed the lease of its row. */
        LOST;

        boolean whole() {
            return this == ENDED || this == CUT || this == STOPPED;
        }

        String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A conversation in a list. */
    record Line(UUID id, String prompt, long turns, Instant startedAt) {}

    /** What the model read before it wrote this answer. */
    List<Message> before(Turn turn) {
        List<Message> messages = new ArrayList<>();
        for (Turn earlier : turns) {
            if (earlier.number() < turn.number() && earlier.state().whole()) {
                messages.add(Message.user(earlier.prompt()));
                messages.add(Message.assistant(earlier.response()));
            }
        }
        messages.add(Message.user(turn.prompt()));
        return messages;
    }

    Turn turn(int number) {
        return turns.stream()
                .filter(turn -> turn.number() == number)
                .findFirst()
                .orElseThrow(() -> new NotFound("turn " + number));
    }

    /** Reads conversations. */
    @ApplicationScoped
    static class Repo {
        private static final int SUGGESTIONS_LOOKED_AT = 500;

        private final Sql sql;
        private final FeedbackProgress.Query progress;

        Repo(Sql sql, FeedbackProgress.Query progress) {
            this.sql = sql;
            this.progress = progress;
        }

        /**
         * A conversation of the project that this person may read: their own, or any for reviewers. The model is not named for
         * an answer that the judge may be asked to correct.
         */
        Talk read(UUID project, String id, UUID reader, boolean all, UUID judge) {
            UUID talk;
            try {
                talk = UUID.fromString(id);
            } catch (IllegalArgumentException e) {
                throw new NotFound("talk " + id);
            }
            List<Turn> turns = withProgress(talk, turns(talk, judge));
            return sql.first(
                            """
                            select t.labeler_id, l.display_name, t.started_at from talk t join labeler l on l.id = t.labeler_id
                            where t.id = ? and t.project_id = ? and (? or t.labeler_id = ?)""",
                            c -> new Talk(
                                    talk, c.id("labeler_id"), c.text("display_name"), c.time("started_at"), turns),
                            talk,
                            project,
                            all,
                            reader)
                    .orElseThrow(() -> new NotFound("talk " + id));
        }

        List<Line> of(UUID project, UUID labeler, int max) {
            return sql.list(
                    """
                    select t.id, f.asked, (select count(*) from talk_turn n where n.talk_id = t.id) as turns, t.started_at
                    from talk t join talk_turn f on f.talk_id = t.id and f.number = 1
                    where t.project_id = ? and t.labeler_id = ? order by t.started_at desc limit %d""".formatted(max),
                    c -> new Line(c.id("id"), c.text("asked"), c.number("turns"), c.time("started_at")),
                    project,
                    labeler);
        }

        /** Short prompts of the project that are the start of a conversation. */
        List<String> suggestions(UUID project, int max) {
            return sql.list("""
                    select messages -> 0 ->> 'content' as message
                    from (select messages, sha256 from prompt where project_id = ? order by sha256 limit %d) looked_at
                    where jsonb_array_length(messages) = 1 and length(messages -> 0 ->> 'content') <= 120
                    order by sha256 limit %d""".formatted(SUGGESTIONS_LOOKED_AT, max), c -> c.text("message"), project);
        }

        private List<Turn> withProgress(UUID talk, List<Turn> turns) {
            if (turns.stream().noneMatch(turn -> turn.feedback().task().isPresent())) {
                return turns;
            }
            Map<Integer, FeedbackProgress> known = progress.of(talk);
            return turns.stream()
                    .map(turn -> turn.with(known.get(turn.number())))
                    .toList();
        }

        private List<Turn> turns(UUID talk, UUID judge) {
            return sql.list(
                    """
                    select t.number, t.asked, t.said, t.state, m.name as model, t.model_version_id, t.seed, t.temperature, t.top_p,
                      t.asked_at, f.thumb, f.reason, k.id as task, t.state = 'writing' and t.lease_until < now() as lost,
                      k.id is not null and may_still_judge(?, k.id) as hidden
                    from talk_turn t left join model_version m on m.id = t.model_version_id
                    left join talk_feedback f on f.talk_id = t.talk_id and f.number = t.number
                    left join task k on f.thumb = 'down' and k.origin = 'feedback'
                      and k.origin_id = t.talk_id || '/' || t.number
                    where t.talk_id = ? order by t.number""",
                    c -> {
                        State state = State.valueOf(c.text("state").toUpperCase(java.util.Locale.ROOT));
                        return new Turn(
                                (int) c.number("number"),
                                c.text("asked"),
                                c.text("said"),
                                c.flag("lost") ? State.LOST : state,
                                c.flag("hidden") ? Optional.empty() : c.maybeText("model"),
                                c.maybeId("model_version_id"),
                                new Sampling(c.number("seed"), c.real("temperature"), c.real("top_p")),
                                new Feedback(
                                        c.maybeText("thumb"), c.text("reason"), c.maybeId("task"), Optional.empty()));
                    },
                    judge,
                    talk);
        }
    }
}
