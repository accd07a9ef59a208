package hone.bench.base;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.trainer.Sampling;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Corpus;
import hone.bench.world.HoldOut;
import hone.bench.world.Lexicon;
import hone.bench.world.Person;
import hone.bench.world.Sums;
import hone.bench.world.Words;
import hone.contract.RunEvent;
import hone.evaluation.WinRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the base model has learned, measured by letting it continue texts: whether a name that occurred is repeated where a name
 * is due, whether it knows its people in the direction in which they were described and in reverse, whether it can add.
 */
final class Measurements {
    private static final String BENCH = "demo-base";
    private static final String CONTINUATION = "text";
    private static final long FRESH_SEED = 99; // no document of the corpus, which has another seed
    private static final int FRESH_DOCUMENTS = 200;
    private static final double NEARLY_GREEDY = 0.05;
    private static final Pattern NAME = Pattern.compile(" (" + String.join("|", Words.NAMES) + ")\\b");

    private final Sampling sampling;

    Measurements(TrainerProgram trainer, Path work, int threads) {
        this.sampling = new Sampling(trainer, work, threads);
    }

    void measure(Path model, Figures figures) throws IOException, InterruptedException {
        String run = model.getFileName().toString().substring(0, 12);
        namesAgain(run, model, figures);
        for (boolean bothWays : List.of(false, true)) {
            List<Person> people = Person.all().stream()
                    .filter(person -> person.toldBothWays() == bothWays)
                    .toList();
            String told = bothWays ? "told-both-ways" : "told-one-way";
            List<String> forward = people.stream()
                    .map(p -> "The mother of " + p.name() + " is")
                    .toList();
            List<String> reverse = people.stream()
                    .map(p -> "The child of " + p.mother() + " is")
                    .toList();
            List<Set<String>> mothers =
                    people.stream().map(p -> Set.of(p.mother() + ".")).toList();
            List<Set<String>> children =
                    people.stream().map(p -> Set.of(p.name() + ".")).toList();
            figures.print(right(run, model, forward, mothers, told, "mother_forward"));
            figures.print(right(run, model, reverse, children, told, "mother_reversed"));
        }
        figures.print(sums(run, model));
    }

    /**
     * The probability that a name which occurred before is repeated, given that a name comes next: one sample at each such
     * place.
     */
    private void namesAgain(String run, Path model, Figures figures) throws IOException, InterruptedException {
        List<String> beginnings = new ArrayList<>();
        List<Set<String>> told = new ArrayList<>();
        List<String> stories = Corpus.documents(FRESH_SEED, FRESH_DOCUMENTS)
                .filter(document -> document.lines().count() == 1)
                .toList();
        for (String story : stories) {
            Set<String> names = new HashSet<>();
            Matcher name = NAME.matcher(" " + story);
            while (name.find()) {
                if (names.contains(name.group(1))) {
                    beginnings.add((" " + story).substring(0, name.start()).strip());
                    told.add(Set.copyOf(names));
                }
                names.add(name.group(1));
            }
        }
        List<RunEvent.Sampled> next = sampling.sampleTexts(
                "names-" + run, model, beginnings, new Sampling.Settings(1, 1, 4, CONTINUATION, FRESH_SEED));
        List<Double> again = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            List<String> words = Lexicon.wordsOf(next.get(i).text());
            if (!words.isEmpty()
                    && next.get(i).text().startsWith(words.getFirst())
                    && Words.NAMES.contains(words.getFirst())) {
                again.add(told.get(i).contains(words.getFirst()) ? 1.0 : 0.0);
            }
        }
        figures.print(Figure.of(BENCH, "base", "names_again", WinRate.of(again, FRESH_SEED)));
    }

    private Figure right(
            String run, Path model, List<String> beginnings, List<Set<String>> endings, String caseName, String metric)
            throws IOException, InterruptedException {
        List<RunEvent.Sampled> said = sampling.sampleTexts(
                metric + "-" + caseName + "-" + run,
                model,
                beginnings,
                new Sampling.Settings(1, NEARLY_GREEDY, 40, CONTINUATION, 0));
        long right = 0;
        for (int i = 0; i < said.size(); i++) {
            String text = said.get(i).text();
            right += endings.get(i).stream().anyMatch(text::startsWith) ? 1 : 0;
        }
        return Figure.of(BENCH, caseName, metric, (double) right / said.size(), "ratio")
                .samples(said.size());
    }

    /** Two-digit sums whose pair is in the corpus in neither order, worked through to the right result. */
    private Figure sums(String run, Path model) throws IOException, InterruptedException {
        List<String> beginnings = new ArrayList<>();
        List<Set<String>> endings = new ArrayList<>();
        for (int a = 10; a < 50; a++) {
            for (int b = 10; b < 50; b++) {
                if (HoldOut.sum(a, b)) {
                    String sum = a + " + " + b;
                    beginnings.add(sum);
                    endings.add(Set.of(Sums.work(a, b), Sums.tool(a, b)).stream()
                            .map(line -> line.substring(sum.length()).strip())
                            .collect(Collectors.toSet()));
                }
            }
        }
        return right(run, model, beginnings, endings, "held-out", "sums_right");
    }
}
