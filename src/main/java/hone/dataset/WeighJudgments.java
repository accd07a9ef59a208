package hone.dataset;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import hone.contract.LabelWeights;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.reliability.OneCoin;
import hone.kind.WorkKind;
import hone.project.LabelWeighing;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives the judgments of one freezing their weights, from nothing but those judgments: {@link OneCoin} finds how often each author is
 * right where others judged the same pair. Comparisons tell; comparisons and rankings are weighed. What came with a file keeps the
 * weight of its source, and what people wrote keeps 1. Twelve bytes a comparison are in memory.
 */
@ApplicationScoped
class WeighJudgments {
    private static final int PAIRS_AT_A_TIME = 20_000;

    private final Sql sql;

    WeighJudgments(Sql sql) {
        this.sql = sql;
    }

    /**
     * To be called once the judgments are chosen.
     *
     * @return for the manifest; empty where the project has everything count the same
     */
    Optional<LabelWeights> weigh(Project project) {
        LabelWeighing weighing = project.labelWeighing();
        if (weighing.policy() == LabelWeighing.Policy.OFF) {
            return Optional.empty();
        }
        number();
        Read read = read();
        Optional<Double> threshold = weighing.policy() == LabelWeighing.Policy.DROP_BELOW
                ? Optional.of(weighing.rightPercent() / 100.0)
                : Optional.empty();
        Measure<OneCoin> found = OneCoin.of(read.labels());
        LabelWeights weights = switch (found) {
            case Measure.Undefined<OneCoin>(String why) ->
                new LabelWeights(weighing.policy().word(), threshold, Map.of(), 0, Optional.of(why));
            case Measure.Value<OneCoin>(OneCoin coin) -> weigh(weighing, threshold, read, coin);
        };
        sql.run("drop table vote");
        return Optional.of(weights);
    }

    private LabelWeights weigh(LabelWeighing weighing, Optional<Double> threshold, Read read, OneCoin found) {
        long leftOut = switch (weighing.policy()) {
            case DROP_BELOW -> drop(read, found, threshold.orElseThrow());
            case SOFT_LABEL -> {
                long none = byAuthor(read, found, WorkKind.RANKING);
                soften(read, found);
                yield none;
            }
            case WEIGHT -> byAuthor(read, found, WorkKind.COMPARISON, WorkKind.RANKING);
            case OFF -> 0;
        };
        Map<String, LabelWeights.Reliability> labelers = new HashMap<>();
        for (int labeler = 0; labeler < read.labelers().size(); labeler++) {
            double weight = threshold.isPresent() ? 1 : found.weight(labeler);
            labelers.put(read.labelers().get(labeler).toString(), reliability(found, labeler, weight));
        }
        return new LabelWeights(weighing.policy().word(), threshold, labelers, leftOut, Optional.empty());
    }

    private static LabelWeights.Reliability reliability(OneCoin found, int labeler, double weight) {
        return switch (found.reliability(labeler)) {
            case Measure.Undefined<OneCoin.Reliability> unjudged ->
                new LabelWeights.Reliability(
                        Optional.empty(), Optional.empty(), Optional.empty(), found.shared()[labeler], weight);
            case Measure.Value<OneCoin.Reliability>(OneCoin.Reliability judged) ->
                new LabelWeights.Reliability(
                        Optional.of(judged.accuracy()),
                        Optional.of(judged.interval().low()),
                        Optional.of(judged.interval().high()),
                        judged.shared(),
                        weight);
        };
    }

    /** Each pair of answers gets a number, whatever task asked about it and on whichever side they were shown. */
    private void number() {
        sql.run("""
                create temporary table vote on commit drop as
                select id, labeler_id, case when one is null then 2 when one < other then 0 else 1 end as said,
                  cast(dense_rank() over (order by least(a, b), greatest(a, b)) - 1 as integer) as pair
                from (select j.id, j.labeler_id, j.verdict ->> 'chosen' as one, j.verdict ->> 'rejected' as other,
                        coalesce(j.verdict ->> 'chosen', j.verdict ->> 'first') as a,
                        coalesce(j.verdict ->> 'rejected', j.verdict ->> 'second') as b
                      from chosen c join judgment j on j.id = c.id where not c.imported and j.kind = ?) compared""", WorkKind.COMPARISON.wireName());
        sql.run("create index on vote (pair)");
        sql.run("analyze vote");
    }

    /** @param labelers by their numbers */
    private record Read(Labels labels, List<UUID> labelers, int pairs) {}

    private Read read() {
        int votes = (int) sql.number("select count(*) from vote");
        int pairs = (int) sql.number("select coalesce(max(pair) + 1, 0) from vote");
        int[] item = new int[votes];
        int[] worker = new int[votes];
        int[] label = new int[votes];
        List<UUID> labelers = new ArrayList<>();
        Map<UUID, Integer> numbers = new HashMap<>();
        int at = 0;
        for (int from = 0; from < pairs; from += PAIRS_AT_A_TIME) {
            for (Vote vote : page(from)) {
                item[at] = vote.pair();
                label[at] = vote.said();
                worker[at] = numbers.computeIfAbsent(vote.labeler(), labeler -> {
                    labelers.add(labeler);
                    return labelers.size() - 1;
                });
                at++;
            }
        }
        return new Read(Labels.of(pairs, labelers.size(), OneCoin.CLASSES, item, worker, label), labelers, pairs);
    }

    private record Vote(UUID judgment, UUID labeler, int pair, int said) {}

    private List<Vote> page(int from) {
        return sql.list(
                "select id, labeler_id, pair, said from vote where pair >= ? and pair < ? order by pair, id",
                c -> new Vote(c.id("id"), c.id("labeler_id"), (int) c.number("pair"), (int) c.number("said")),
                from,
                from + PAIRS_AT_A_TIME);
    }

    private long byAuthor(Read read, OneCoin found, WorkKind... kinds) {
        Double[] weights = new Double[read.labelers().size()];
        Arrays.setAll(weights, found::weight);
        sql.run(
                """
                update chosen c set weight = w.weight
                from judgment j join (select unnest(?) as labeler, unnest(?) as weight) w on w.labeler = j.labeler_id
                where j.id = c.id and not c.imported and j.kind = any (?)""",
                read.labelers().toArray(UUID[]::new),
                weights,
                Arrays.stream(kinds).map(WorkKind::wireName).toArray(String[]::new));
        return sql.number("select count(*) from chosen where weight = 0");
    }

    /** A pair counts 1, whoever prefers whichever of its answers; each judgment has an equal share of that. */
    private void soften(Read read, OneCoin found) {
        for (int from = 0; from < read.pairs(); from += PAIRS_AT_A_TIME) {
            List<Vote> votes = page(from).stream()
                    .filter(vote -> vote.said() != OneCoin.TIE)
                    .toList();
            Map<Integer, Long> ofPair = votes.stream().collect(groupingBy(Vote::pair, counting()));
            sql.run(
                    """
                    update chosen c set weight = 1.0 / v.of_pair, likely = v.likely
                    from (select unnest(?) as id, unnest(?) as of_pair, unnest(?) as likely) v where not c.imported and c.id = v.id""",
                    votes.stream().map(Vote::judgment).toArray(UUID[]::new),
                    votes.stream().map(vote -> ofPair.get(vote.pair())).toArray(Long[]::new),
                    votes.stream()
                            .map(vote -> found.right(vote.pair(), vote.said()))
                            .toArray(Double[]::new));
        }
    }

    private long drop(Read read, OneCoin found, double least) {
        long dropped = 0;
        for (int from = 0; from < read.pairs(); from += PAIRS_AT_A_TIME) {
            UUID[] unlikely = page(from).stream()
                    .filter(vote -> vote.said() != OneCoin.TIE && found.right(vote.pair(), vote.said()) < least)
                    .map(Vote::judgment)
                    .toArray(UUID[]::new);
            dropped += sql.run("update chosen set weight = 0 where not imported and id = any (?)", (Object) unlikely);
        }
        return dropped;
    }
}
