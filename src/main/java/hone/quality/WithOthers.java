package hone.quality;

import hone.quality.Items.Opinion;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** How far each judgment of a task agrees with the others of it, from 0 to 1. */
final class WithOthers {
    private WithOthers() {}

    /**
     * One share a judgment, the mean over what was judged there: the criteria of one rating are no independent samples. A judgment is
     * missing where nobody else has judged the same.
     */
    static Map<Given, Double> shares(Items task) {
        Map<Given, double[]> sumAndCount = new IdentityHashMap<>();
        task.bySubject()
                .forEach((subject, about) -> about.items().stream()
                        .filter(item -> item.size() > 1)
                        .forEach(item -> item.forEach(opinion -> {
                            double[] sum = sumAndCount.computeIfAbsent(opinion.by(), given -> new double[2]);
                            sum[0] += share(subject.form(), opinion, item);
                            sum[1]++;
                        })));
        Map<Given, Double> shares = new IdentityHashMap<>();
        sumAndCount.forEach((given, sum) -> shares.put(given, sum[0] / sum[1]));
        return shares;
    }

    private static double share(Form form, Opinion one, List<Opinion> item) {
        double sum = 0;
        for (Opinion other : item) {
            if (other != one) {
                sum += form.agreement(one.said(), other.said());
            }
        }
        return sum / (item.size() - 1);
    }
}
