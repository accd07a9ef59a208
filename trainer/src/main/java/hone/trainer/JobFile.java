package hone.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Job;
import hone.contract.TypedJson;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code job.json} and refuses an incomplete one. */
final class JobFile {
    private static final long BYTES_MAX = 16L << 20;

    private JobFile() {}

    /** Where a job that can't be used may still report its failure. */
    record Address(String runId, String folder) {}

    static Job read(Path file) {
        try {
            return TypedJson.read(Wire.read(bytes(file), JsonNode.class), Job.class);
        } catch (IOException e) {
            throw Disk.failure("read the job " + file.getFileName(), e);
        } catch (UnreadableMessage e) {
            throw new RunFailure(
                    "bad-recipe", "The job " + file.getFileName() + " can't be used: " + e.getMessage() + ".", e);
        }
    }

    /** For a terminal: several settings that can't be used stand one below the other. */
    static String told(RunFailure failure) {
        if (!(failure.getCause() instanceof UnreadableMessage refused)
                || refused.violations().size() < 2) {
            return failure.sentence();
        }
        return refused.violations().stream()
                .map(violation -> "  " + violation.sentence())
                .collect(Collectors.joining("\n", "The job can't be used:\n", ""));
    }

    static Optional<Address> address(Path file) {
        try {
            JsonNode json = Wire.read(bytes(file), JsonNode.class);
            String runId = json.path("runId").asText("");
            String folder = json.path("folder").asText("");
            return Job.isRunId(runId) && Job.isPath(folder)
                    ? Optional.of(new Address(runId, folder))
                    : Optional.empty();
        } catch (RunFailure | IOException | UnreadableMessage e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new RunFailure("bad-recipe", "The job " + file.getFileName() + " is no file.");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new RunFailure(
                    "bad-recipe", "The job " + file.getFileName() + " is larger than " + (BYTES_MAX >> 20) + " MiB.");
        }
        return Files.readAllBytes(file);
    }
}
