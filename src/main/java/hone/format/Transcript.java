package hone.format;

import hone.contract.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A conversation as one text, each turn after an empty line and the name of who says it: {@code \n\nHuman: … \n\nAssistant: …}. */
final class Transcript {
    private static final Pattern TURN = Pattern.compile("(?:^|\\n\\n)(Human|Assistant|System):[ ]?");
    private static final Pattern BEGINNING = Pattern.compile("\\s*(Human|System):.*", Pattern.DOTALL);

    private Transcript() {}

    static boolean isOne(String text) {
        return BEGINNING.matcher(text).matches();
    }

    /** Whether a transcript of these texts says the same when it is read. */
    static boolean holds(List<Message> prompt, String... answers) {
        return prompt.stream().noneMatch(turn -> breaks(turn.content()))
                && Arrays.stream(answers).noneMatch(Transcript::breaks);
    }

    private static boolean breaks(String text) {
        return TURN.matcher("x" + text).find();
    }

    static String text(List<Message> prompt, String answer) {
        StringBuilder text = new StringBuilder();
        prompt.forEach(turn -> text.append(turn.role().equals("user") ? "\n\nHuman: " : "\n\nAssistant: ")
                .append(turn.content()));
        return text.append("\n\nAssistant: ").append(answer).toString();
    }

    /** @param field where it stands */
    static List<Message> turns(String text, String field, RowFields row) {
        String typed = Texts.storable(text, field).stripLeading();
        Matcher turn = TURN.matcher(typed);
        List<Turns.Said> turns = new ArrayList<>();
        String role = "";
        int from = 0;
        while (turn.find()) {
            if (!role.isEmpty()) {
                add(turns, role, typed.substring(from, turn.start()), field);
            } else if (turn.start() > 0) {
                throw notOne(field);
            }
            role = turn.group(1);
            from = turn.end();
        }
        if (role.isEmpty()) {
            throw notOne(field);
        }
        add(turns, role, typed.substring(from), field);
        return Turns.joined(turns, row).stream().map(Turns.Said::turn).toList();
    }

    private static void add(List<Turns.Said> turns, String name, String text, String field) {
        String role = switch (name) {
            case "Human" -> "user";
            case "Assistant" -> "assistant";
            default -> "system";
        };
        if (role.equals("system") && !turns.isEmpty()) {
            throw new RefusedRow("A system message stands first.", "In “" + field + "” it follows another turn.");
        }
        Message message = new Message(role, Texts.text(text, "turn " + (turns.size() + 1) + " of “" + field + "”"));
        turns.add(new Turns.Said(message, Json.NODES.nullNode()));
    }

    private static RefusedRow notOne(String field) {
        return new RefusedRow(
                "The field “" + Texts.shown(field) + "” is no transcript.",
                "It begins with “Human:”, and each turn stands after an empty line.");
    }
}
