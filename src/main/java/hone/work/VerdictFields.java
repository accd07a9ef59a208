package hone.work;

import hone.contract.Judged;
import hone.guideline.Criterion;
import hone.guideline.Guidelines;
import hone.guideline.Rules;
import hone.judgment.Fields;
import hone.task.Assignment;
import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns a verdict from the API, which names answers by id, into the form that the work page would have sent, so that the same code
 * reads it, checks it and keeps it for undo.
 */
@ApplicationScoped
public class VerdictFields {
    private final Guidelines guidelines;

    VerdictFields(Guidelines guidelines) {
        this.guidelines = guidelines;
    }

    /**
     * @param why the rationale; empty if there is none
     * @param rules ids of cited rules
     * @param sure whether the labeler confirmed a judgment that came faster than anybody reads
     */
    public record Sent(Judged judged, String why, List<String> rules, boolean sure) {}

    /** @throws Invalid if it is of another kind than the task, or about answers that the task does not show */
    public Fields of(Assignment assignment, Sent sent) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("why", List.of(sent.why()));
        fields.put("rule", sent.rules());
        if (sent.sure()) {
            fields.put(Pace.SURE, List.of("yes"));
        }
        Places places = new Places(assignment);
        Map<String, String> decided = switch (sent.judged()) {
            case Judged.Compared compared -> compared(compared, places);
            case Judged.Ranked ranked -> ranked(ranked, places);
            case Judged.Rated rated -> rated(rated, places, rules(assignment));
            case Judged.Demonstrated written -> Map.of("text", written.text());
            case Judged.Corrected corrected -> {
                places.of(corrected.original());
                yield Map.of("text", corrected.text());
            }
        };
        String kind = kind(sent.judged());
        if (!kind.equals(assignment.kind().wireName())) {
            throw Invalid.field("verdict.kind", "This task is a " + assignment.kind() + ", not a " + kind + ".");
        }
        decided.forEach((field, value) -> fields.put(field, List.of(value)));
        return new Fields(fields);
    }

    private static String kind(Judged judged) {
        return hone.contract.Kind.nameOf(judged);
    }

    private Rules rules(Assignment assignment) {
        return guidelines.text(assignment.guidelineVersionId()).rules();
    }

    /** Each answer's position, from 1. */
    private record Places(Map<String, Integer> byAnswer) {
        Places(Assignment assignment) {
            this(IntStream.range(0, assignment.answers().size())
                    .boxed()
                    .collect(Collectors.toMap(
                            at -> assignment.answers().get(at).id().toString(), at -> at + 1)));
        }

        int of(String answer) {
            return Optional.ofNullable(byAnswer.get(answer))
                    .orElseThrow(() -> Invalid.field(
                            "verdict", "This task shows no answer " + answer + ". Name its answers by their ids."));
        }
    }

    private static Map<String, String> compared(Judged.Compared compared, Places places) {
        String choice = switch (compared.outcome()) {
            case Judged.Compared.TIE -> "tie";
            case Judged.Compared.BOTH_BAD -> "bad";
            default -> preferred(compared, places);
        };
        return Map.of("choice", choice);
    }

    private static String preferred(Judged.Compared compared, Places places) {
        int chosen = places.of(compared.chosen().orElseThrow());
        int rejected = places.of(compared.rejected().orElseThrow());
        if (chosen == rejected) {
            throw Invalid.field("verdict.rejected", "The answer that is chosen can’t be the rejected one too.");
        }
        return (chosen == 1 ? "a" : "b") + compared.degree().orElseThrow();
    }

    private static Map<String, String> ranked(Judged.Ranked ranked, Places places) {
        if (ranked.ranks().isEmpty()) {
            return Map.of("not-rankable", "yes");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        int rank = 1;
        for (List<String> place : ranked.ranks()) {
            for (String answer : place) {
                fields.put("rank-" + places.of(answer), Integer.toString(rank));
            }
            rank++;
        }
        return fields;
    }

    private static Map<String, String> rated(Judged.Rated rated, Places places, Rules rules) {
        Map<String, Criterion> criteria =
                Criterion.of(rules).stream().collect(Collectors.toMap(Criterion::name, Function.identity()));
        Map<String, String> fields = new LinkedHashMap<>();
        for (Judged.Rating rating : rated.ratings()) {
            int place = places.of(rating.answer());
            Map<String, String> said = new LinkedHashMap<>();
            rating.scales().forEach((name, step) -> said.put(name, Integer.toString(step)));
            rating.flags().forEach((name, yes) -> said.put(name, yes ? "yes" : "no"));
            said.forEach((name, value) -> fields.put(
                    Optional.ofNullable(criteria.get(name))
                            .orElseThrow(() -> Invalid.field(
                                    "verdict.ratings",
                                    "The guideline names no “" + name + "”; it names "
                                            + String.join(", ", new ArrayList<>(criteria.keySet())) + "."))
                            .field(place),
                    value));
        }
        return fields;
    }
}
