package hone.devstack;

/** Runs in a JVM of its own, with Keycloak's quarkus-run.jar on the class path. */
public final class KeycloakMain {
    public static void main(String[] args) throws Throwable {
        Orphan.exitWithParent();
        Class.forName("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
            .getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
