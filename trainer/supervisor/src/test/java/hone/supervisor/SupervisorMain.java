package hone.supervisor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A supervisor in a process of its own, to be killed. Arguments: the brokers, then settings as name=value. */
final class SupervisorMain {
    private SupervisorMain() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            settings.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        new Supervisor(
                        Settings.of(settings),
                        new KafkaClients(Map.of("bootstrap.servers", args[0])),
                        new SimpleMeterRegistry())
                .start();
        new CountDownLatch(1).await();
    }
}
