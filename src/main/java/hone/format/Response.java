package hone.format;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One answer to a prompt.
 *
 * @param id what its source calls it
 * @param model who wrote it, where the file says so
 * @param sampling how that model was asked, where the file says it in full
 * @param rank its place in a ranking that came with it and that nobody in particular made, 0 best
 */
public record Response(
        String text, Optional<String> id, Optional<String> model, Optional<Sampling> sampling, OptionalInt rank) {
    /**
     * The settings with which the same model gives the same answer again.
     *
     * @param ended the model ended it by itself, and was not cut off
     */
    public record Sampling(long seed, double temperature, double topP, boolean ended) {}

    public static Response of(String text) {
        return new Response(text, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** Whoever wrote it, by name. */
    public static Response by(Optional<String> model, String text) {
        return new Response(text, Optional.empty(), model, Optional.empty(), OptionalInt.empty());
    }

    public Response withId(String id) {
        return new Response(text, Optional.of(id), model, sampling, rank);
    }
}
