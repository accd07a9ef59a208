package hone.pauses;

import hone.evaluation.Verdict;
import hone.pause.PauseRule;
import hone.pause.RuleSetting;
import hone.web.Complaints;
import hone.web.Typed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of a project as they are shown in the form, stored or typed: a line for each, switched on or not. */
record RulesForm(List<Line> lines) {
    /** What is typed stays as it is until it is accepted. */
    record Line(PauseRule rule, boolean on, String percent, String least) {
        public String switchField() {
            return "on-" + rule.word();
        }

        public String percentField() {
            return "percent-" + rule.word();
        }

        public String leastField() {
            return "least-" + rule.word();
        }
    }

    static RulesForm of(List<RuleSetting> settings) {
        return new RulesForm(Arrays.stream(PauseRule.values())
                .map(rule -> settings.stream()
                        .filter(setting -> setting.rule() == rule)
                        .map(setting -> new Line(
                                rule, true, Integer.toString(setting.percent()), Integer.toString(setting.least())))
                        .findFirst()
                        .orElse(new Line(
                                rule, false, Integer.toString(rule.usualPercent()), Integer.toString(Verdict.ENOUGH))))
                .toList());
    }

    static RulesForm sent(Map<String, List<String>> fields) {
        return new RulesForm(Arrays.stream(PauseRule.values())
                .map(rule -> new Line(rule, false, "", ""))
                .map(line -> new Line(
                        line.rule(),
                        fields.containsKey(line.switchField()),
                        first(fields, line.percentField()),
                        first(fields, line.leastField())))
                .toList());
    }

    /** Of those that are switched on; the others are not looked at. */
    List<RuleSetting> settings(Complaints.Collector complaints) {
        List<RuleSetting> settings = new ArrayList<>();
        for (Line line : lines) {
            if (!line.on()) {
                continue;
            }
            int percentMin = line.rule().percentMin();
            Optional<Integer> percent = Typed.whole(line.percent(), percentMin, RuleSetting.PERCENT_MAX);
            Optional<Integer> least = Typed.whole(line.least(), RuleSetting.LEAST_MIN, RuleSetting.NEWEST);
            settings.add(new RuleSetting(
                    line.rule(),
                    complaints.need(
                            percent, line.percentField(), between(percentMin, RuleSetting.PERCENT_MAX), percentMin),
                    complaints.need(
                            least,
                            line.leastField(),
                            between(RuleSetting.LEAST_MIN, RuleSetting.NEWEST),
                            RuleSetting.NEWEST)));
        }
        return settings;
    }

    private static String between(int min, int max) {
        return "A whole number from " + min + " to " + max + ".";
    }

    private static String first(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .findFirst()
                .map(Typed::line)
                .orElse("");
    }
}
