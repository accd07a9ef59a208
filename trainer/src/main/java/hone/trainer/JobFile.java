package hone.trainer;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Job;
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
            return Wire.readWhole(bytes(file), Job.class);
        } catch (IOException e) {
            throw Disk.failure("read the job " + file.getFileName(), e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("bad-recipe", "The job " + file.getFileName() + " can't be used: " + why(e) + ".", e);
        }
    }

    /** Names the field where one is at fault; the parser's own message is written for programmers. */
    private static String why(UnreadableMessage e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableMessage told) {
                return String.valueOf(told.getMessage());
            }
        }
        if (e.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .map(String::valueOf)
                    .collect(Collectors.joining("."));
            return "the field '" + field + "' is missing or not of the right kind";
        }
        return String.valueOf(e.getMessage());
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
