package hone.access;

import java.util.List;

/** What the running app answers under {@code /api/v1}, for comparing it with its document. */
public final class RunningApi {
    private RunningApi() {}

    public static List<String> addresses() {
        return Endpoint.ofRunningApp().stream()
                .filter(endpoint -> endpoint.path().startsWith("/api/v1"))
                .map(Endpoint::toString)
                .sorted()
                .toList();
    }
}
