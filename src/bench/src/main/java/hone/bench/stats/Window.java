package hone.bench.stats;

import hone.contract.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that computes a case: makes the rows, then computes once for each line of standard input.
 *
 * @param seconds from rows in memory to the result
 * @param megabytes the most memory that the process ever had (VmHWM), with the rows
 */
record Window(double seconds, double megabytes, double[] result) {

    public static void main(String[] arguments) throws IOException {
        Case computed = Case.named(arguments[0]).orElseThrow();
        Rows rows = computed.rows();
        System.out.println(Wire.write(Map.of("ready", true)));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            long began = System.nanoTime();
            double[] result = computed.compute(rows);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.println(Wire.write(new Window(seconds, peakMegabytes(), result)));
        }
    }

    private static double peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
