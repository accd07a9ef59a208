package hone.trainer.tokenizer;

import hone.contract.Message;
import hone.trainer.jinja.Text;
import hone.trainer.run.RunFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hone's own forms, which are ids and not text: they put marks where no text could. Models that were trained in them name them in
 * {@code hone_chat_template} and get exactly the ids that they learned.
 */
enum OwnTemplate implements ChatTemplate {
    /**
     * User mark, prompt, assistant mark, answer, end; further turns likewise. The small vocabulary has no mark for a system turn,
     * so it goes, on lines of its own, in front of the user turn that follows it. If no user turn follows, it goes in front of
     * the prompt that waits for its answer, or is that prompt.
     */
    HONE {
        @Override
        public List<Integer> question(List<Message> conversation, Tokenizer tokenizer) {
            List<Integer> ids =
                    new ArrayList<>(turns(systemFirst(conversation), tokenizer).ids());
            ids.add(tokenizer.assistantId());
            return ids;
        }

        @Override
        public Learned allAnswers(List<Message> conversation, String response, Tokenizer tokenizer) {
            List<Message> whole = new ArrayList<>(systemFirst(conversation));
            whole.add(Message.assistant(response));
            return turns(whole, tokenizer);
        }

        /** All turns but for system turns that no user turn follows. */
        private Learned turns(List<Message> conversation, Tokenizer tokenizer) {
            List<Integer> ids = new ArrayList<>();
            List<Boolean> learned = new ArrayList<>();
            StringBuilder before = new StringBuilder();
            for (Message turn : conversation) {
                switch (turn.role()) {
                    case "system" -> before.append(turn.content()).append('\n');
                    case "user" -> {
                        ids.add(tokenizer.userId());
                        addAll(ids, tokenizer.encode(before + turn.content()));
                        before.setLength(0);
                    }
                    default -> {
                        ids.add(tokenizer.assistantId());
                        learned.addAll(Collections.nCopies(ids.size() - learned.size(), false));
                        ids.addAll(answer(turn.content(), tokenizer));
                        learned.addAll(Collections.nCopies(ids.size() - learned.size(), true));
                    }
                }
            }
            learned.addAll(Collections.nCopies(ids.size() - learned.size(), false));
            return new Learned(ids, learned);
        }

        /** The same turns, with trailing system turns moved in front of the last user turn, or turned into it. */
        private List<Message> systemFirst(List<Message> conversation) {
            int rest = conversation.size();
            while (rest > 0 && !conversation.get(rest - 1).role().equals("user")) {
                rest--;
            }
            List<Message> trailing = conversation.subList(rest, conversation.size()).stream()
                    .filter(turn -> turn.role().equals("system"))
                    .toList();
            if (trailing.isEmpty()) {
                return conversation;
            }
            List<Message> turns = new ArrayList<>(conversation.subList(0, rest));
            conversation.subList(rest, conversation.size()).stream()
                    .filter(turn -> !turn.role().equals("system"))
                    .forEach(turns::add);
            boolean waiting = !turns.isEmpty() && turns.getLast().role().equals("user");
            if (waiting) {
                turns.addAll(turns.size() - 1, trailing);
            } else {
                turns.addAll(trailing.subList(0, trailing.size() - 1));
                turns.add(Message.user(trailing.getLast().content()));
            }
            return turns;
        }
    },

    /** As a document would have it, for a model that has only seen documents: every turn on a line of its own. */
    DOCUMENT {
        @Override
        public List<Integer> question(List<Message> conversation, Tokenizer tokenizer) {
            StringBuilder text = new StringBuilder();
            conversation.forEach(turn -> text.append(turn.content()).append('\n'));
            List<Integer> ids = new ArrayList<>();
            ids.add(tokenizer.beginId());
            addAll(ids, tokenizer.encode(text.toString()));
            return ids;
        }
    },

    /** The text is continued where it ends, without a line break: what a model that knows documents would write next. */
    TEXT {
        @Override
        public List<Integer> question(List<Message> conversation, Tokenizer tokenizer) {
            if (!tokenizer.isHones()) {
                StringBuilder text = new StringBuilder();
                conversation.forEach(turn -> text.append(turn.content()));
                return tokenizer.document(Text.given(text.toString()));
            }
            List<Integer> ids = new ArrayList<>();
            ids.add(tokenizer.beginId());
            conversation.forEach(turn -> addAll(ids, tokenizer.encode(turn.content())));
            return ids;
        }
    };

    @Override
    public List<Integer> answer(String text, Tokenizer tokenizer) {
        List<Integer> ids = new ArrayList<>();
        addAll(ids, tokenizer.encode(text));
        ids.add(tokenizer.endId());
        return ids;
    }

    @Override
    public Example example(List<Message> conversation, String response, Tokenizer tokenizer) {
        return new Example(question(conversation, tokenizer), answer(response, tokenizer));
    }

    /** Of forms without marks: an answer among the turns before can't be told from the rest. */
    @Override
    public Learned allAnswers(List<Message> conversation, String response, Tokenizer tokenizer) {
        if (conversation.stream().anyMatch(turn -> turn.role().equals("assistant"))) {
            throw new RunFailure(
                    REFUSED,
                    described()
                            + " marks no turns, so which tokens of this conversation are the assistant's is not certain.");
        }
        Example example = example(conversation, response, tokenizer);
        List<Integer> ids = new ArrayList<>(example.question());
        ids.addAll(example.answer());
        List<Boolean> learned =
                new ArrayList<>(Collections.nCopies(example.question().size(), false));
        learned.addAll(Collections.nCopies(example.answer().size(), true));
        return new Learned(ids, learned);
    }

    @Override
    public Set<Integer> ends(Tokenizer tokenizer) {
        return Set.of();
    }

    @Override
    public int closingId(Tokenizer tokenizer) {
        return tokenizer.endId();
    }

    @Override
    public String wireName() {
        return switch (this) {
            case HONE -> "hone";
            case DOCUMENT -> "document";
            case TEXT -> "text";
        };
    }

    @Override
    public String described() {
        return "Hone's form '" + wireName() + "'";
    }

    static Optional<ChatTemplate> find(String name) {
        return Arrays.stream(values())
                .filter(template -> template.wireName().equals(name))
                .<ChatTemplate>map(template -> template)
                .findFirst();
    }

    private static void addAll(List<Integer> ids, int[] more) {
        for (int id : more) {
            ids.add(id);
        }
    }
}
