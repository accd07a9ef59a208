package hone.export;

import java.util.List;
import java.util.UUID;

/**
 * Which response of an item is which answer.
 *
 * @param answers of which there are few, so that looking through them is the quickest way
 */
record Places(List<UUID> answers) {
    int of(UUID answer) {
        int place = answers.indexOf(answer);
        if (place < 0) {
            throw new IllegalStateException("answer " + answer + " was judged in a task that does not show it");
        }
        return place;
    }

    List<Integer> ofAll(List<UUID> some) {
        Integer[] places = new Integer[some.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = of(some.get(i));
        }
        return List.of(places);
    }
}
