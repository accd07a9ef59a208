package hone.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts the three servers, then each given quarkus-run.jar, and waits for Ctrl-C. Arguments: root jar... */
public final class Main {
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toRealPath();
        Path data = Path.of(System.getProperty("devstack.data", root.resolve(".devstack").toString()));
        DevStack stack = new DevStack(data, DevStack.Ports.fixed());
        List<Process> apps = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            apps.forEach(Process::destroy);
            for (Process p : apps) {
                try { p.waitFor(); } catch (InterruptedException e) { return; }
            }
            stack.close();
        }));
        stack.postgres("labeling", "keycloak").kafka().keycloak(root.resolve("src/main/resources/dev/labeling-realm.json"), true);
        for (int i = 1; i < args.length; i++) {
            List<String> cmd = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
            for (Map.Entry<String, String> e : stack.quarkusConfig().entrySet()) {
                cmd.add("-D" + e.getKey() + "=" + e.getValue());
            }
            cmd.addAll(List.of("-jar", args[i]));
            apps.add(new ProcessBuilder(cmd).inheritIO().start());
        }
        new CountDownLatch(1).await();
    }
}
