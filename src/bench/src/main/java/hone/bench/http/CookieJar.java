package hone.bench.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The cookies of one visitor. Java's own cookie store does not send secure cookies to {@code http://localhost}, which browsers
 * trust and Keycloak relies on; hence this one. Domains are exact hosts, as all our servers set them.
 */
final class CookieJar {
    private final Map<Key, String> values = new LinkedHashMap<>();

    private record Key(String host, String path, String name) {
        boolean matches(URI uri) {
            String asked = uri.getPath().isEmpty() ? "/" : uri.getPath();
            String below = path.endsWith("/") ? path : path + "/";
            return host.equals(uri.getHost()) && (asked.equals(path) || (asked + "/").startsWith(below));
        }
    }

    synchronized String header(URI uri) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().matches(uri))
                .map(entry -> entry.getKey().name() + "=" + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    synchronized void keep(URI uri, List<String> setCookies) {
        setCookies.forEach(line -> keep(uri, line));
    }

    private void keep(URI uri, String line) {
        String[] parts = line.split(";");
        int equals = parts[0].indexOf('=');
        if (equals < 1) {
            return;
        }
        String name = parts[0].substring(0, equals).strip();
        String value = parts[0].substring(equals + 1).strip();
        Map<String, String> attributes = attributes(parts);
        Key key = new Key(uri.getHost(), attributes.getOrDefault("path", "/"), name);
        if (value.isEmpty() || attributes.getOrDefault("max-age", "1").equals("0")) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    private static Map<String, String> attributes(String[] parts) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            attributes.put(
                    name.strip().toLowerCase(Locale.ROOT),
                    equals < 0 ? "" : parts[i].substring(equals + 1).strip());
        }
        return attributes;
    }
}
