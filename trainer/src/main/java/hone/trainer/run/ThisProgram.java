package hone.trainer.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this program again. */
public final class ThisProgram {
    private ThisProgram() {}

    /** With the flags and the class path that this process was started with. */
    public static List<String> again(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "hone.trainer.Main"));
        command.addAll(words);
        return command;
    }
}
