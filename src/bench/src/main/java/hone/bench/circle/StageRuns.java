package hone.bench.circle;

import com.fasterxml.jackson.core.JsonProcessingException;
import hone.bench.figures.Figures;
import hone.bench.trainer.TrainerProgram;
import hone.contract.Job;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.TypedJson;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Training runs without the app, each in a folder that is named by all that decides its outcome: whoever changes one stage's recipe
 * pays for that stage and the later ones only.
 *
 * @param typed by the stage's name: settings that differ from its recipe, as JSON
 */
record StageRuns(TrainerProgram trainer, Path work, long seed, int threads, Map<String, String> typed) {
    StageRuns {
        typed = Map.copyOf(typed);
    }

    Recipe recipe(String stage, Recipe usual) {
        String settings = typed.get(stage);
        if (settings == null) {
            return usual;
        }
        try {
            return TypedJson.over(usual, Wire.mapper().readTree(settings));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the settings of " + stage + " are no JSON: " + settings, e);
        }
    }

    /** Trains, unless the same was trained before; returns the model. */
    Path train(String stage, Recipe recipe, Path data, Path model, Optional<Path> reward)
            throws IOException, InterruptedException {
        String all = Wire.write(recipe)
                + Wire.sha256(Files.readAllBytes(data))
                + model.getFileName()
                + reward.map(Path::getFileName)
                + seed;
        String name =
                stage + "-" + Wire.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        Job job = new Job(
                name,
                recipe,
                Optional.of(data.toString()),
                model.toString(),
                Optional.empty(),
                reward.map(Path::toString),
                work.resolve(name).toString(),
                work.resolve("models").toString(),
                seed,
                threads);
        Instant began = Instant.now();
        List<RunEvent> events = finished(job);
        Path made = TrainerProgram.checkpoint(job, events.isEmpty() ? trainer.run(job) : events);
        Figures.log(
                "%s took %d s%s; %s  model %s",
                stage,
                Duration.between(began, Instant.now()).toSeconds(),
                events.isEmpty() ? "" : " (was there)",
                name,
                made.getFileName());
        return made;
    }

    private static List<RunEvent> finished(Job job) throws IOException {
        Path log = Path.of(job.folder()).resolve("events.jsonl");
        if (Files.notExists(log)) {
            return List.of();
        }
        List<RunEvent> events = Files.readAllLines(log).stream()
                .map(line -> Wire.read(line, RunEvent.class))
                .toList();
        return events.stream().anyMatch(RunEvent.RunSucceeded.class::isInstance) ? events : List.of();
    }
}
