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
 * Finds a name such as {@code view} inside an included template. Each include, loop and {@code let} has a scope of its own, and
 * for a name that is not in it Qute asks every resolver it has, some three hundred, before it goes one scope out: this took an
 * eighth of the app's time when a judgment was submitted. Here the scopes are searched directly.
 */
@EngineConfiguration
class OuterNames implements ValueResolver {
    /** Before the resolvers that are asked about values of all kinds. */
    private static final int FIRST = 100;

    @Override
    public int getPriority() {
        return FIRST;
    }

    /** Only for the first part of an expression, where only its name is known, and only if a scope itself has that name. */
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

    /** The data of the innermost scope that has the name; null where a scope must be asked in the ordinary way first. */
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
