package hone.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import hone.format.Decision;
import hone.format.Item;
import hone.format.Origin;
import hone.format.Response;
import hone.judgment.Verdict;
import hone.web.CopiedCells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A task with its judgments while its answers come in.
 *
 * @param shared whether several people were asked
 */
record JudgedTask(UUID id, boolean shared, Asked asked, List<DecisionsOfVerdict.Judged> judged, List<Placed> shown) {
    /** An answer at its place on the page. */
    record Placed(int position, Shown answer) {}

    JudgedTask(UUID id, boolean shared, Asked asked) {
        this(id, shared, asked, new ArrayList<>(1), new ArrayList<>(2));
    }

    JudgedTask with(List<DecisionsOfVerdict.Judged> all) {
        return new JudgedTask(id, shared, asked, all, shown);
    }

    /** They come in their order but where PostgreSQL sees a reason not to. */
    void show(int position, Shown answer) {
        int at = shown.size();
        while (at > 0 && shown.get(at - 1).position() > position) {
            at--;
        }
        shown.add(at, new Placed(position, answer));
    }

    Item.Conversation item(DecisionsOfVerdict decisions, LargeTexts large) {
        List<Response> responses = new ArrayList<>(shown.size());
        List<UUID> answers = new ArrayList<>(shown.size());
        for (Placed one : shown) {
            responses.add(one.answer().response(large));
            answers.add(one.answer().id());
        }
        Places places = new Places(answers);
        List<Decision> decided = new ArrayList<>();
        Map<String, JsonNode> metadata = new LinkedHashMap<>();
        metadata.put("task", TextNode.valueOf(id.toString()));
        metadata.put("kind", TextNode.valueOf(asked.kind()));
        for (DecisionsOfVerdict.Judged one : judged) {
            decided.addAll(decisions.of(one, places));
            if (one.verdict() instanceof Verdict.NotRankable) {
                // The model of formats has no word for it; a ranking in which all are tied is what training makes
                // of it.
                metadata.put("not_rankable", TextNode.valueOf(one.id().toString()));
            }
        }
        return new Item.Conversation(
                ReadTasks.conversation(asked.messages().orElseGet(() -> large.messages(asked.prompt()))),
                responses,
                decided,
                asked.origin(),
                metadata);
    }

    /** What was asked; its messages are empty where they are large. */
    record Asked(String kind, UUID prompt, Origin origin, Optional<String> messages) {
        static Asked of(CopiedCells c) {
            String kind = c.text();
            UUID prompt = c.id();
            Optional<String> sourceId = c.maybeText();
            return new Asked(
                    kind,
                    prompt,
                    new Origin(
                            sourceId.or(() -> Optional.of(prompt.toString())),
                            c.maybeText(),
                            c.maybeText(),
                            c.maybeText()),
                    c.maybeJson());
        }
    }

    /** An answer; its text is empty where it is large. */
    record Shown(UUID id, Optional<String> text, Response like) {
        static Shown of(CopiedCells c) {
            UUID id = c.id();
            Optional<String> text = c.maybeText();
            Optional<String> model = c.maybeText();
            Optional<Long> seed = c.maybeNumber();
            Optional<Double> temperature = c.maybeReal();
            Optional<Double> topP = c.maybeReal();
            Optional<Boolean> ended = c.maybeFlag();
            Optional<Long> rank = c.maybeNumber();
            return new Shown(
                    id,
                    text,
                    new Response(
                            text.orElse(""),
                            Optional.of(id.toString()),
                            model,
                            seed.map(number -> new Response.Sampling(
                                    number, temperature.orElse(0.0), topP.orElse(0.0), ended.orElse(false))),
                            rank.isPresent() ? OptionalInt.of(rank.get().intValue()) : OptionalInt.empty()));
        }

        Response response(LargeTexts large) {
            return text.isPresent()
                    ? like
                    : new Response(large.text(id), like.id(), like.model(), like.sampling(), like.rank());
        }
    }
}
