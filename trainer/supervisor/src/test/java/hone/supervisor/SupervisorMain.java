package hone.supervisor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A supervisor in a process of its own, to be killed. Arguments: settings as name=value; the broker by {@link Broker#flags}. */
final class SupervisorMain {
    private SupervisorMain() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> settings = new HashMap<>();
        for (String setting : args) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        new Supervisor(Settings.of(settings), Broker.clients(), new SimpleMeterRegistry()).start();
        new CountDownLatch(1).await();
    }
}
