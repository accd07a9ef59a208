package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.trainer.jinja.FromJson;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.JinjaTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chat in a model's template, as ids. What the template has no use for is refused, and so is what it refuses. */
record ChatPrompt(ChatTemplate template, Tokenizer tokenizer) {
    List<Integer> ids(Request.Question.Chat chat) {
        try {
            return template instanceof JinjaTemplate jinja ? ids(chat, jinja) : plain(chat);
        } catch (RunFailure e) {
            if (ChatTemplate.refuses(e)) {
                throw ApiError.invalid("messages", "refused_by_chat_template", e.sentence());
            }
            if (e.word().equals("too-long")) { // a template may write more than it was given
                throw ApiError.invalid("messages", "context_length_exceeded", e.sentence());
            }
            throw e;
        }
    }

    private List<Integer> ids(Request.Question.Chat chat, JinjaTemplate jinja) {
        if (chat.tools().isPresent() && !jinja.usesTools()) {
            throw unused("tools");
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        chat.variables()
                .ifPresent(json -> Wire.read(json, JsonNode.class).properties().forEach(field -> {
                    if (!jinja.lets(field.getKey())) {
                        throw unused("chat_template_kwargs." + ApiError.shortened(field.getKey()));
                    }
                    variables.put(field.getKey(), FromJson.data(field.getValue()));
                }));
        List<Object> turns = new ArrayList<>();
        chat.turns().forEach(turn -> turns.add(JinjaTemplate.turn(turn.json())));
        Optional<Object> tools = chat.tools().map(json -> FromJson.data(Wire.read(json, JsonNode.class)));
        return jinja.question(turns, new JinjaTemplate.Extras(tools, variables), tokenizer);
    }

    /** Hone's own forms know three roles and texts. */
    private List<Integer> plain(Request.Question.Chat chat) {
        if (chat.tools().isPresent()) {
            throw unused("tools");
        }
        if (chat.variables().isPresent()) {
            throw unused("chat_template_kwargs");
        }
        List<Message> messages = new ArrayList<>();
        for (Turn turn : chat.turns()) {
            String at = "messages[" + messages.size() + "]";
            if (turn.role().equals(Turn.TOOL)) {
                throw ApiError.invalid(
                        at + ".role",
                        "invalid_value",
                        "Invalid value: 'tool'. This model's chat template knows 'system', 'developer', 'user' and 'assistant'.");
            }
            if (turn.others().isPresent()) {
                String field = Wire.read(turn.others().get(), JsonNode.class)
                        .fieldNames()
                        .next();
                throw ApiError.invalid(
                        at + "." + field,
                        "unknown_parameter",
                        "Unknown parameter: '" + at + "." + field + "'. This model's chat template ("
                                + template.described()
                                + ") knows a role and a content; leave out what it does not know.");
            }
            messages.add(new Message(turn.role(), turn.content()));
        }
        return template.question(messages, tokenizer);
    }

    private ApiError unused(String field) {
        return ApiError.invalid(
                field,
                "unsupported_parameter",
                "Unsupported parameter: '" + field + "' would change the answer, and this model's chat template ("
                        + template.described() + ") has no use for it.");
    }
}
