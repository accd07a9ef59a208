package hone.trainer.jinja;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A chat template, read once and rendered as often as needed, as transformers renders it: Jinja2 with trim_blocks,
 * lstrip_blocks, loop controls, {@code generation} blocks, {@code raise_exception}, {@code strftime_now} and a {@code tojson} that is Python's.
 * It reaches its inputs and nothing else: there is no include, no reflection, no way to a file or a class.
 *
 * <p>Left out: recursive loops, unpacked arguments, HTML escaping and the filters that are for web pages. A template that
 * uses one of them is refused when it is read.
 */
public final class Template {
    /** The longest published one has about 12,000. */
    private static final int SOURCE_MAX = 1 << 18;

    private final String source;
    private final List<Node> nodes;

    private Template(String source, List<Node> nodes) {
        this.source = source;
        this.nodes = nodes;
    }

    /** Reads a template; throws {@link TemplateError}. */
    public static Template parse(String source) {
        if (source.length() > SOURCE_MAX) {
            throw new TemplateError(
                    TemplateError.Cause.LIMIT, 1, "The template has more than " + SOURCE_MAX + " characters.");
        }
        return new Template(source, shallow(1, () -> Parser.parse(source)));
    }

    public String source() {
        return source;
    }

    /** Renders it; throws {@link TemplateError} if it fails or takes too much. */
    public Text render(Map<String, Object> variables, ZonedDateTime now) {
        return render(variables, now, Budget.Limits.USUAL);
    }

    Text render(Map<String, Object> variables, ZonedDateTime now, Budget.Limits limits) {
        return shallow(0, () -> new Rendering(new Budget(limits), now).of(nodes, variables));
    }

    /** Whether it uses an input of this name. */
    public boolean mentions(String name) {
        return shallow(0, () -> Mentions.of(nodes)).contains(name);
    }

    /** Levels are counted where they are expected, but how much stack a thread has is not ours to say. */
    private static <T> T shallow(int line, Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError e) {
            throw new TemplateError(TemplateError.Cause.LIMIT, line, "it goes too deep");
        }
    }
}
