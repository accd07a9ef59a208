package hone.devstack;

import java.util.Map;
import java.util.TreeMap;

/** The secrets of the realm's clients in a stack: one for the app, which signs people in, and one for {@code ./hone import}. */
public final class ClientSecrets {

    private ClientSecrets() {}

    public static String ofApp(Secrets secrets) {
        return secrets.of("client-app");
    }

    public static String ofCommandLine(Secrets secrets) {
        return secrets.of("client-cli");
    }

    /** By the variables that the realm file refers to when it is imported. */
    static Map<String, String> byVariable(Secrets secrets) {
        return Map.of(
                "HONE_APP_SECRET", ofApp(secrets),
                "HONE_CLI_SECRET", ofCommandLine(secrets));
    }

    /** By the clients' names, for a realm that was imported earlier; it may have a client for the trainer, which nothing needs. */
    static Map<String, String> byClient(Secrets secrets) {
        return new TreeMap<>(Map.of(
                "hone-app", ofApp(secrets),
                "hone-cli", ofCommandLine(secrets),
                "hone-trainer", secrets.of("client-trainer")));
    }
}
