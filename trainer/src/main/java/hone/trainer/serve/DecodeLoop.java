package hone.trainer.serve;

import hone.trainer.sampling.RunningRows;
import hone.trainer.sampling.SamplingParameters;
import hone.trainer.tensor.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The one thread that computes. Between two tokens it admits at most one waiting sequence, so that running ones do not stall
 * while many prompts are prefilled. The queue is bounded; a request that finds it full is refused at once.
 */
final class DecodeLoop implements AutoCloseable {
    private final int rowsMax;
    private final int waitingMax;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Map<ServedModel, Running> running = new LinkedHashMap<>();
    private final Thread thread;
    private volatile int writing;
    private boolean closed;

    /**
     * One answer to be generated.
     *
     * @param ends ids that end it, in addition to the model's own
     * @param tokensMax the most tokens it may have
     */
    record Sequence(
            ServedModel model,
            List<Integer> prompt,
            SamplingParameters parameters,
            Set<Integer> ends,
            long seed,
            int tokensMax) {
        boolean isEndedBy(int token) {
            return ends.contains(token) || model.endIds().contains(token);
        }
    }

    private record Waiting(Sequence sequence, Reply reply, int index) {}

    private record Live(Waiting from, RunningRows.Row row, int[] written) {}

    /** The answers of one model that are being generated. */
    private record Running(RunningRows rows, List<Live> answers) {}

    /** @param rowsMax answers decoded together; @param waitingMax further ones that may wait */
    DecodeLoop(int rowsMax, int waitingMax) {
        this.rowsMax = rowsMax;
        this.waitingMax = waitingMax;
        this.thread = Thread.ofPlatform().name("decode").start(this::run);
    }

    /** Queues all of a request's answers or none. Their models are held until they have ended. */
    Reply submit(List<Sequence> sequences) {
        Reply reply = new Reply(sequences.size());
        synchronized (waiting) {
            if (closed) {
                throw ApiError.closing();
            }
            if (waiting.size() + sequences.size() > waitingMax) {
                throw ApiError.busy();
            }
            for (int i = 0; i < sequences.size(); i++) {
                if (!sequences.get(i).model().acquire()) {
                    throw new IllegalStateException("the caller holds the model");
                }
                waiting.add(new Waiting(sequences.get(i), reply, i));
            }
            waiting.notifyAll();
        }
        return reply;
    }

    private void run() {
        try (Scope whole = Scope.open()) {
            while (awaitWork()) {
                admitOne();
                writing = rows();
                List.copyOf(running.keySet()).forEach(this::step);
                writing = rows();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False once the loop is closed and everything has been written. */
    private boolean awaitWork() throws InterruptedException {
        synchronized (waiting) {
            while (running.isEmpty() && waiting.isEmpty()) {
                if (closed) {
                    return false;
                }
                waiting.wait();
            }
            return true;
        }
    }

    private void admitOne() {
        Waiting next;
        synchronized (waiting) {
            dropCancelled();
            if (rows() >= rowsMax || waiting.isEmpty()) {
                return;
            }
            next = waiting.remove();
        }
        Sequence sequence = next.sequence;
        Live live;
        try {
            Running its = running.computeIfAbsent(
                    sequence.model,
                    model -> new Running(
                            new RunningRows(model.weights(), model.forbidden(), model.prefixes()), new ArrayList<>()));
            RunningRows.Row row = its.rows.begin(sequence.prompt, sequence.parameters, sequence.seed);
            next.reply.addReusedTokens(row.reusedTokens());
            live = new Live(next, row, new int[1]);
            its.answers.add(live);
            writing = rows(); // before anybody can learn of its first token and ask
        } catch (RuntimeException | Error e) {
            next.reply.put(new Reply.Event.Failed(next.index));
            sequence.model.release();
            abort(sequence.model, e);
            return;
        }
        guarded(sequence.model, its -> {
            tell(its, live);
            freeWhenDone(sequence.model);
        });
    }

    /** Whatever fails, this thread keeps running: without it no request would ever be answered again. */
    private void guarded(ServedModel model, Consumer<Running> work) {
        try {
            work.accept(java.util.Objects.requireNonNull(running.get(model)));
        } catch (RuntimeException | Error e) {
            abort(model, e);
        }
    }

    private int rows() {
        return running.values().stream().mapToInt(one -> one.rows.size()).sum();
    }

    private void dropCancelled() {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (one.reply.isCancelled(one.index)) {
                each.remove();
                one.sequence.model.release();
            }
        }
    }

    private void step(ServedModel model) {
        guarded(model, its -> {
            for (Live live : List.copyOf(its.answers)) {
                if (live.from.reply.isCancelled(live.from.index)) {
                    end(its, live);
                }
            }
            its.rows.step();
            List.copyOf(its.answers).forEach(live -> tell(its, live));
            freeWhenDone(model);
        });
    }

    /** Delivers the newest token, and ends the answer if it completes it. */
    private void tell(Running its, Live live) {
        Waiting from = live.from;
        if (live.row.isLost()) {
            System.err.println("The model " + from.sequence.model.address()
                    + " computed a NaN or an infinite number for an answer, which ended there.");
            from.reply.put(new Reply.Event.NotFinite(from.index));
            end(its, live);
            return;
        }
        live.written[0]++;
        int token = live.row.token();
        from.reply.put(new Reply.Event.Token(from.index, token));
        boolean byModel = from.sequence.isEndedBy(token);
        if (byModel || live.written[0] == from.sequence.tokensMax) {
            from.reply.put(new Reply.Event.Ended(from.index, byModel));
            end(its, live);
        }
    }

    private static void end(Running its, Live live) {
        its.rows.end(live.row);
        its.answers.remove(live);
        live.from.sequence.model.release();
    }

    /** Frees the cache of a model that has no running sequence. */
    private void freeWhenDone(ServedModel model) {
        Running its = running.get(model);
        if (its != null && its.rows.size() == 0) {
            running.remove(model);
            its.rows.close();
        }
    }

    /** A failure in mid-step leaves a model's rows undefined, so all of them end; other models continue. */
    private void abort(ServedModel model, Throwable why) {
        System.err.println("Answers of the model " + model.address() + " broke off:");
        why.printStackTrace(); // for the log; callers get a sentence
        Running its = running.remove(model);
        if (its != null) {
            for (Live live : its.answers) {
                live.from.reply.put(new Reply.Event.Failed(live.from.index));
                model.release();
            }
            its.rows.close();
        }
    }

    /** Sequences in the queue. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Answers being generated, as of the last token. */
    int writing() {
        return writing;
    }

    /** Admits no new sequences and waits until all others have ended. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
