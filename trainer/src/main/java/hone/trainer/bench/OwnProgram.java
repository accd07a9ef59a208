package hone.trainer.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The trainer's program again, as a process of its own with the flags that this one was started with. */
final class OwnProgram {
    private OwnProgram() {}

    static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "hone.trainer.Main"));
        command.addAll(List.of(words));
        return command;
    }
}
