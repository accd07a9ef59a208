package hone.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Everything that was told while tests ran. */
@ApplicationScoped
public class Heard {
    private final Queue<Happened> all = new ConcurrentLinkedQueue<>();

    void hear(@Observes Happened happened) {
        all.add(happened);
    }

    public List<Happened> of(UUID project, String type) {
        return all.stream()
                .filter(one -> one.project().equals(project) && one.type().equals(type))
                .toList();
    }
}
