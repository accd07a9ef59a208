package hone.devstack.hostile;

/**
 * One request as it goes over the wire.
 *
 * @param name where it goes and what is odd about it, for failure messages
 * @param typed a text that occurs in it and nowhere else: it must not be in any log
 * @param hangsUp its content length is a lie, so the server would wait for more: nothing more is sent after it
 * @param comesBack it is a form that a page refuses with a message, so the typed text must be in the response
 */
public record HostileRequest(
        String name, String method, byte[] bytes, String typed, boolean hangsUp, boolean comesBack) {}
