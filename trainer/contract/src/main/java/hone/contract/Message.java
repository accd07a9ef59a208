package hone.contract;

/** One turn of a conversation. Roles are {@code system}, {@code user} and {@code assistant}. */
public record Message(String role, String content) {
    public Message {
        if (!role.equals("system") && !role.equals("user") && !role.equals("assistant")) {
            throw new UnreadableMessage("a message's role is system, user or assistant, not '" + role + "'");
        }
    }

    public static Message user(String content) {
        return new Message("user", content);
    }

    public static Message assistant(String content) {
        return new Message("assistant", content);
    }
}
