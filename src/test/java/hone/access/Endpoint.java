package hone.access;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** One address that the running app answers on, such as {@code POST /p/{slug}/people}. */
record Endpoint(String method, String path) implements Comparable<Endpoint> {

    /** From the router of the app that runs in this JVM: what isn't in it does not exist, whatever annotations say. */
    static List<Endpoint> ofRunningApp() {
        List<Endpoint> all = new ArrayList<>();
        for (var byClass : ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers()) {
            for (ServerRestHandler handler : byClass.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    routing.getMappers().forEach((method, mapper) -> {
                        if (method != null) {
                            mapper.getTemplates().forEach(t -> all.add(at(method, byClass, t)));
                        }
                    });
                }
            }
        }
        return all.stream().distinct().sorted().toList();
    }

    private static Endpoint at(String method, RequestMapper.RequestPath<?> outer, RequestMapper.RequestPath<?> inner) {
        String path = (outer.template.template + "/" + inner.template.template).replaceAll("/+", "/");
        return new Endpoint(method, path.length() > 1 ? path.replaceAll("/$", "") : path);
    }

    boolean isApi() {
        return path.startsWith("/api/");
    }

    /** The type that a browser or program would send there. */
    String contentType() {
        if (path.startsWith("/api/v1/") && !path.endsWith("/imports")) {
            return MediaType.APPLICATION_JSON;
        }
        if (isApi()) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
        return path.endsWith("/imports") || path.endsWith("/arrivals") || path.equals("/archives")
                ? MediaType.MULTIPART_FORM_DATA
                : MediaType.APPLICATION_FORM_URLENCODED;
    }

    @Override
    public int compareTo(Endpoint other) {
        return Comparator.comparing(Endpoint::path)
                .thenComparing(Endpoint::method)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
