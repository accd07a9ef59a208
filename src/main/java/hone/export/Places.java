package hone.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which response of an item is which answer. */
record Places(Map<UUID, Integer> byAnswer) {
    static Places of(List<UUID> answers) {
        Map<UUID, Integer> places = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            places.put(answers.get(i), i);
        }
        return new Places(places);
    }

    int of(UUID answer) {
        Integer place = byAnswer.get(answer);
        if (place == null) {
            throw new IllegalStateException("answer " + answer + " was judged in a task that does not show it");
        }
        return place;
    }

    List<Integer> ofAll(List<UUID> answers) {
        return answers.stream().map(this::of).toList();
    }
}
