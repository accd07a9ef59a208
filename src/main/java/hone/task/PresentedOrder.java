package hone.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** In which order a person sees the answers: random, so that no side is favoured, and found again from the stored seed. */
final class PresentedOrder {
    private PresentedOrder() {}

    static <T> List<T> shuffled(List<T> answers, long seed) {
        List<T> order = new ArrayList<>(answers);
        Collections.shuffle(order, new Random(seed));
        return List.copyOf(order);
    }
}
