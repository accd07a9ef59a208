package hone.trainer;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Job;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code job.json} and refuses one that leaves something out. */
final class JobFile {
    private JobFile() {}

    /** Where a job that can't be used may tell so. */
    record Address(String runId, String folder) {}

    static Job read(Path file) {
        try {
            Job job = Wire.read(Files.readAllBytes(file), Job.class);
            requireWhole(job);
            if (job.threads() < 1) {
                throw new UnreadableMessage("threads must be 1 or more");
            }
            return job;
        } catch (IOException e) {
            throw Disk.failure("read the job " + file.getFileName(), e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("bad-recipe", "The job " + file.getFileName() + " can't be used: " + why(e) + ".", e);
        }
    }

    /** A field is named when a field is to blame; the library's own words are for its programmers. */
    private static String why(UnreadableMessage e) {
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
            JsonNode json = Wire.read(Files.readAllBytes(file), JsonNode.class);
            boolean known =
                    json.path("runId").isTextual() && json.path("folder").isTextual();
            return known
                    ? Optional.of(new Address(
                            json.path("runId").asText(), json.path("folder").asText()))
                    : Optional.empty();
        } catch (IOException | UnreadableMessage e) {
            return Optional.empty();
        }
    }

    /** JSON that leaves a field out would leave a null in the record. */
    private static void requireWhole(Record read) {
        for (RecordComponent part : read.getClass().getRecordComponents()) {
            try {
                Object value = part.getAccessor().invoke(read);
                if (value == null) {
                    throw new UnreadableMessage("the field '" + part.getName() + "' is missing");
                }
                if (value instanceof Record inner) {
                    requireWhole(inner);
                }
                if (value instanceof List<?> list) {
                    list.stream()
                            .filter(Record.class::isInstance)
                            .map(Record.class::cast)
                            .forEach(JobFile::requireWhole);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record's fields can be read", e);
            }
        }
    }
}
