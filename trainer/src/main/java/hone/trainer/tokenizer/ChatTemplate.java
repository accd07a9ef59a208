package hone.trainer.tokenizer;

import hone.contract.Message;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a conversation becomes token ids: one of Hone's own forms, or a template in Jinja, which is the model's or one of those
 * that Hone has for models without any.
 */
public sealed interface ChatTemplate permits OwnTemplate, JinjaTemplate {
    // No default methods here: they would make this interface be initialised before the constants of OwnTemplate exist.

    /**
     * User mark, prompt, assistant mark, answer, end; further turns likewise. The small vocabulary has no mark for a system turn,
     * so it goes, on lines of its own, in front of the user turn that follows it.
     */
    ChatTemplate HONE = OwnTemplate.HONE;

    /** As a document would have it, for a model that has only seen documents: every turn on a line of its own. */
    ChatTemplate DOCUMENT = OwnTemplate.DOCUMENT;

    /** The text is continued where it ends, without a line break: what a model that knows documents would write next. */
    ChatTemplate TEXT = OwnTemplate.TEXT;

    /** In a recipe: use the template that the model names. */
    String AUTO = "auto";

    /** The word of a {@link RunFailure} that concerns one conversation, which the template can't or won't render. */
    String REFUSED = "refused-by-template";

    /**
     * A conversation with the answer that is learned from it.
     *
     * @param question what the model reads before it answers: the same ids as when it is asked
     * @param answer what it writes, up to and including what ends it; these tokens are learned and no others
     */
    record Example(List<Integer> question, List<Integer> answer) {
        /** One behind the other, as a model reads them. */
        public int[] ids() {
            return Stream.concat(question.stream(), answer.stream())
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    /** Ids of a conversation up to where the answer begins. Throws a {@link RunFailure} with the word {@link #REFUSED}. */
    List<Integer> question(List<Message> conversation, Tokenizer tokenizer);

    /** Ids of an answer with its end, to no particular question. */
    List<Integer> answer(String text, Tokenizer tokenizer);

    /** Both, as the template writes this answer to this question. Throws like {@link #question}. */
    Example example(List<Message> conversation, String response, Tokenizer tokenizer);

    /** A conversation as ids, and which of them the assistant wrote in any of its turns, ends included. */
    record Learned(List<Integer> ids, List<Boolean> learned) {}

    /**
     * The same with all answers of the conversation learned, those before the question too. Throws like {@link #question}, also
     * where it can't be said for sure which tokens are the assistant's.
     */
    Learned allAnswers(List<Message> conversation, String response, Tokenizer tokenizer);

    /** What ends an answer in this template, beside the tokenizer's own end. */
    Set<Integer> ends(Tokenizer tokenizer);

    /**
     * The one token that an answer ends with as this template writes it, which may be another than the tokenizer's end: some base
     * models end documents with one token and turns with another.
     */
    int closingId(Tokenizer tokenizer);

    /** In recipes and checkpoints. */
    String wireName();

    /** For people: which template it is and where it comes from. */
    String described();

    /** The template that a recipe asks for. */
    static ChatTemplate asked(String name, Tokenizer tokenizer) {
        if (name.equals(AUTO)) {
            return tokenizer.template();
        }
        return OwnTemplate.find(name)
                .or(() -> NamedTemplates.find(name, tokenizer))
                .orElseThrow(() -> new RunFailure(
                        "bad-recipe",
                        "There is no chat template '" + name + "'; there are auto, hone, document, text, "
                                + String.join(", ", NamedTemplates.names()) + "."));
    }

    /** The same in words, without loading the model's tokenizer. */
    static String described(String name, Path directory) {
        ModelTemplates templates = ModelTemplates.of(directory, TokenizerConfig.read(directory));
        if (name.equals(AUTO)) {
            return templates.chosen().described();
        }
        Optional<ChatTemplate> own = OwnTemplate.find(name);
        if (name.equals(JinjaTemplate.OF_THE_MODEL)) {
            own = templates.jinja().map(template -> template);
        }
        return own.map(ChatTemplate::described).orElse("'" + name + "'");
    }

    /** Whether a failure concerns one conversation only, so that others may go on. */
    static boolean refuses(RunFailure failure) {
        return failure.word().equals(REFUSED);
    }
}
