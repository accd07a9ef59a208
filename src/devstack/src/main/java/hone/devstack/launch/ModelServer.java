package hone.devstack.launch;

import hone.devstack.ChildJvm;
import hone.devstack.JvmServer;
import hone.devstack.OneJvm;
import hone.devstack.TrainerChildMain;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code hone serve} without a model of its own: the app tells it which project's current model to serve under which name. */
public final class ModelServer implements JvmServer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Settings settings;
    private final Environment environment;
    private final Path logs;
    private final OneJvm jvm = new OneJvm();

    /** @param logs the folder for its log */
    public ModelServer(Settings settings, Environment environment, Path logs) {
        this.settings = settings;
        this.environment = environment;
        this.logs = logs;
    }

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        int port = settings.ports().serve();
        Path trainer = settings.root().resolve("trainer");
        String classPath = trainer.resolve("target/classes")
                + File.pathSeparator
                + Files.readString(trainer.resolve("target/worker.classpath")).strip();
        List<String> flags = new ArrayList<>(List.of("@" + trainer.resolve("worker.jvm")));
        // Unlike a worker it is idle most of the time: its heap is touched only when it is needed.
        flags.addAll(List.of("-XX:-AlwaysPreTouch", "-Xms16m"));
        ChildJvm.Command command = new ChildJvm.Command(
                name(),
                log(),
                logs,
                environment.serve(),
                flags,
                classPath,
                TrainerChildMain.class,
                List.of("serve", "--port", Integer.toString(port)));
        URI health = URI.create("http://127.0.0.1:%d/health".formatted(port));
        jvm.start(command, child -> child.awaitOk(List.of(health), PATIENCE));
    }

    @Override
    public OneJvm jvm() {
        return jvm;
    }

    @Override
    public Path log() {
        return logs.resolve("serve.log");
    }
}
