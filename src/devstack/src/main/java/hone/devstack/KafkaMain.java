package hone.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** Runs in a JVM of its own, on Kafka's class path: formats the storage once, then is the broker. */
public final class KafkaMain {
    public static void main(String[] args) throws Exception {
        Path config = Path.of(args[0]);
        Path logs = Path.of(args[1]);
        Orphan.exitWithParent();
        if (!Files.exists(logs.resolve("meta.properties"))) {
            int rc = kafka.tools.StorageTool.execute(new String[] {"format", "--standalone",
                "-t", Uuid.randomUuid().toString(), "-c", config.toString()}, System.out);
            if (rc != 0) {
                System.exit(rc);
            }
        }
        kafka.Kafka.main(new String[] {config.toString()});
    }
}
