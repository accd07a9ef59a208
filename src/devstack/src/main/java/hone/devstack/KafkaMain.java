package hone.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** The broker's JVM: formats the storage once, then runs the broker. Arguments: server.properties, log folder. */
public final class KafkaMain {

    private KafkaMain() {}

    public static void main(String[] args) throws Exception {
        Path config = Path.of(args[0]);
        Path logs = Path.of(args[1]);
        OrphanWatch.exitWithParent();
        if (!Files.exists(logs.resolve("meta.properties"))) {
            String[] format = {"format", "--standalone", "-t", Uuid.randomUuid().toString(), "-c", config.toString()};
            int exit = kafka.tools.StorageTool.execute(format, System.out);
            if (exit != 0) {
                System.exit(exit);
            }
        }
        kafka.Kafka.main(new String[] {config.toString()});
    }
}
