package hone.devstack;

/** A JVM with a Quarkus application's quarkus-run.jar on its class path (Keycloak, the app, the supervisor). */
public final class QuarkusChildMain {

    private QuarkusChildMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        OrphanWatch.exitWithParent();
        Class.forName("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }
}
