package hone.web;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EngineConfiguration;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Mapper;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds a name such as {@code view} in a template that another one includes. Each include, loop and {@code let} has names of its
 * own, and for a name that is not among them Qute asks every resolver it has, some three hundred, before it goes one level
 * out: this took an eighth of the app's time on the path of a judgment. Here the levels are looked through directly.
 */
@EngineConfiguration
class OuterNames implements ValueResolver {
    /** Before those that are asked about values of all kinds. */
    private static final int FIRST = 100;

    @Override
    public int getPriority() {
        return FIRST;
    }

    /** Only at the first part of an expression, where nothing is known but its name; and only if that is a level's own name. */
    @Override
    public boolean appliesTo(EvalContext context) {
        ResolutionContext level = context.resolutionContext();
        return level != null
                && context.getBase() == level.getData()
                && (level.getData() == null || level.getData() instanceof Mapper)
                && context.getParams().isEmpty()
                && found(level, context.getName()) != null;
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
        Object data = found(context.resolutionContext(), context.getName());
        return switch (data) {
            case Mapper names -> names.getAsync(context.getName());
            case Map<?, ?> names -> CompletedStage.of(names.get(context.getName()));
            case null, default -> Results.notFound(context);
        };
    }

    /** The data of the innermost level that has the name; null where a level must be asked in the ordinary way first. */
    private static @Nullable Object found(ResolutionContext innermost, String name) {
        for (ResolutionContext level = innermost; level != null; level = level.getParent()) {
            switch (level.getData()) {
                case null -> {}
                case Mapper names -> {
                    if (names.appliesTo(name)) {
                        return names;
                    }
                }
                case Map<?, ?> names -> {
                    if (names.containsKey(name)) {
                        return names;
                    }
                }
                default -> {
                    return null;
                }
            }
        }
        return null;
    }
}
