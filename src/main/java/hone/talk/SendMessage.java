package hone.talk;

import hone.contract.Message;
import hone.deployment.AnswerStream;
import hone.deployment.ModelServer;
import hone.deployment.NoAnswer;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Sql;
import hone.web.TextLimits;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends a message to the current model. Its row is stored before the model is asked, so that no answer is written unseen. */
@ApplicationScoped
class SendMessage {
    static final int CHARACTERS_MAX = TextLimits.TALK_MESSAGE;
    static final int TURNS_MAX = 50;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** 53 bits, so that every JSON parser reads a seed exactly. */
    private static final long SEEDS = 1L << 53;

    private final TalkConfig config;
    private final Talk.Repo talks;
    private final ModelServer server;
    private final ModelVersion.Repo models;
    private final Sql sql;
    private final SecureRandom random = new SecureRandom();

    SendMessage(TalkConfig config, Talk.Repo talks, ModelServer server, ModelVersion.Repo models, Sql sql) {
        this.config = config;
        this.talks = talks;
        this.server = server;
        this.models = models;
        this.sql = sql;
    }

    /** A message that waits for its answer. */
    record Begun(
            Project project,
            UUID labeler,
            UUID talk,
            int number,
            List<Message> messages,
            ModelServer.Sampling sampling) {}

    /** Receives the pieces of an answer; throws when nobody listens any more. */
    interface Listener {
        void text(String piece) throws java.io.IOException;
    }

    /**
     * @param into the conversation to continue; empty starts a new one
     * @throws Invalid when the message can't be accepted, Conflict when it can't be right now
     */
    @Transactional
    Begun begin(Project project, UUID labeler, String into, String text, Instant now) {
        if (text.isBlank()) {
            throw Invalid.field("say", "Write something first.");
        }
        if (text.length() > CHARACTERS_MAX) {
            throw Invalid.field(
                    "say",
                    "At most " + CHARACTERS_MAX + " characters go into one message; these are " + text.length() + ".");
        }
        takeTurns(sql, labeler);
        long lately = sql.number("""
                select count(*) from talk_turn t join talk k on k.id = t.talk_id
                where k.labeler_id = ? and t.asked_at > ?""", labeler, now.minus(MINUTE));
        if (lately >= config.messagesPerMinuteMax()) {
            throw new Conflict("That was " + config.messagesPerMinuteMax()
                    + " messages in one minute. Your text is kept; send it again in a moment.");
        }
        Optional<Talk> earlier =
                into.isEmpty() ? Optional.empty() : Optional.of(talks.read(project.id, into, labeler, false, labeler));
        List<Talk.Turn> turns = earlier.map(Talk::turns).orElse(List.of());
        if (turns.size() >= TURNS_MAX) {
            throw new Conflict("This conversation has " + TURNS_MAX
                    + " messages, and that is its end. Your text is kept; send it in a new conversation.");
        }
        if (earlier.isPresent() && stillWritten(earlier.get().id())) {
            throw new Conflict(
                    "The answer before this one is still being written. Your text is kept; wait for it or stop it.");
        }
        UUID id = earlier.map(Talk::id).orElseGet(() -> started(project, labeler, now));
        int number = turns.isEmpty() ? 1 : turns.getLast().number() + 1;
        long seed = random.nextLong(SEEDS);
        sql.run("""
                insert into talk_turn (talk_id, number, asked, seed, temperature, top_p, asked_at, lease_until)
                values (?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))""", id, number, text, seed, project.temperature, project.topP, now, AnswerInProgress.LEASE_SECONDS);
        Talk conversation = talks.read(project.id, id.toString(), labeler, false, labeler);
        return new Begun(
                project,
                labeler,
                id,
                number,
                conversation.before(conversation.turn(number)),
                new ModelServer.Sampling(project.temperature, project.topP, project.responseTokensMax, seed));
    }

    /** Takes charge of the stored row of a message, once that is committed. */
    AnswerInProgress held(Begun begun) {
        return AnswerInProgress.held(begun, sql);
    }

    /** Asks the model; if no answer begins, the message leaves no trace. */
    AnswerStream ask(AnswerInProgress answer) {
        Begun begun = answer.begun();
        try {
            AnswerStream stream = server.ask(begun.project.slug, begun.messages, begun.sampling);
            try {
                if (!answer.begins(stream, version(begun, stream))) {
                    throw new NoAnswer(NoAnswer.Why.UNREACHABLE, "it began too late");
                }
            } catch (RuntimeException e) {
                stream.close();
                throw e;
            }
            return stream;
        } catch (RuntimeException e) {
            answer.forget();
            throw e;
        }
    }

    /**
     * Passes an answer on as it arrives and stores it, as far as it got. If somebody stops it meanwhile, or no longer listens,
     * it is stored as stopped; if that was before the first word, the message leaves no trace.
     */
    void follow(AnswerInProgress answer, AnswerStream stream, Listener listener) {
        Talk.State state = Talk.State.BROKEN;
        try (stream) {
            for (Optional<String> piece = stream.next(); piece.isPresent(); piece = stream.next()) {
                answer.add(piece.get());
                listener.text(piece.get());
            }
            state = stream.closed() ? Talk.State.STOPPED : stream.endedByModel() ? Talk.State.ENDED : Talk.State.CUT;
        } catch (java.io.IOException e) {
            state = Talk.State.STOPPED; // the reader has gone
        } finally {
            answer.end(state);
        }
    }

    /**
     * Makes two messages of one person take turns until the end of the transaction, so that neither the rate nor a number is
     * counted twice, and no message is added to a conversation that is being deleted.
     */
    static void takeTurns(Sql sql, UUID labeler) {
        sql.first(
                "select 1 from pg_advisory_xact_lock(hashtext('hone.talk'), hashtext(?))", c -> 1, labeler.toString());
    }

    /** An answer whose writer is gone counts as lost from here on, even if that writer comes back. */
    private boolean stillWritten(UUID talk) {
        sql.run("""
                update talk_turn set state = 'lost' where talk_id = ? and state = 'writing' and lease_until < now()""", talk);
        return sql.number("select count(*) from talk_turn where talk_id = ? and state = 'writing'", talk) > 0;
    }

    private UUID version(Begun begun, AnswerStream stream) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> models.byHash(begun.project.id, stream.checkpoint()))
                .map(model -> model.id)
                .orElseThrow(() -> new NoAnswer(NoAnswer.Why.OTHER_WEIGHTS, stream.checkpoint()));
    }

    private UUID started(Project project, UUID labeler, Instant now) {
        UUID id = Uuid7.next();
        sql.run(
                "insert into talk (id, project_id, labeler_id, started_at) values (?, ?, ?, ?)",
                id,
                project.id,
                labeler,
                now);
        return id;
    }
}
