package hone.api;

import hone.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Names the methods that there are when the one of the request is not: HTTP requires it of a 405, which the framework sends without
 * them, or as a 404 where several resources share the beginning of an address.
 */
@ApplicationScoped
class AllowedMethods {
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final Map<Pattern, Set<String>> byAddress = new LinkedHashMap<>();

    AllowedMethods() {
        Map<String, Set<String>> byPath = new LinkedHashMap<>();
        for (Class<?> resource : ApiDocument.RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                verb(method)
                        .ifPresent(
                                verb -> byPath.computeIfAbsent(path(resource) + path(method), path -> new TreeSet<>())
                                        .add(verb));
            }
        }
        byPath.forEach((path, verbs) -> byAddress.put(
                Pattern.compile(Arrays.stream(path.split("\\{[^}]+}", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^/]+"))),
                verbs));
    }

    private static Optional<String> verb(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .flatMap(type -> Optional.ofNullable(type.getAnnotation(HttpMethod.class)).stream())
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(java.lang.reflect.AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Path.class))
                .map(path -> "/" + path.value().replaceFirst("^/", ""))
                .orElse("");
    }

    @ServerResponseFilter
    void name(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != NOT_ALLOWED && response.getStatus() != NOT_FOUND) {
            return;
        }
        String path = request.getUriInfo().getPath();
        Set<String> allowed = byAddress.entrySet().stream()
                .filter(one -> one.getKey().matcher(path).matches())
                .flatMap(one -> one.getValue().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        String asked = request.getMethod().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.getMethod();
        if (allowed.isEmpty() || allowed.contains(asked)) {
            return;
        }
        if (response.getStatus() == NOT_FOUND) {
            response.setStatus(NOT_ALLOWED);
            response.setEntity(Problem.of(NOT_ALLOWED, "Method Not Allowed", "", "", Map.of()));
        }
        response.getHeaders().putSingle("Allow", String.join(", ", allowed));
    }
}
