package hone.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Finds prompts that say nearly the same as one of their project, or as one before them, at a cost that does not grow with either. */
@ApplicationScoped
public class NearPrompts {
    private static final ObjectMapper JSON = Wire.mapper();
    private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};

    private final Sql sql;

    NearPrompts(Sql sql) {
        this.sql = sql;
    }

    /**
     * A prompt that is new.
     *
     * @param keys from {@link Likeness#keys}
     * @param row where it stands in its file
     */
    public record Fresh(List<Message> messages, long[] keys, long row) {}

    /**
     * The near duplicate of a prompt.
     *
     * @param row its number if it is an earlier one of the file; empty: it existed before
     * @param anchor if it existed before: the oldest prompt that it says nearly the same as, often itself
     */
    public record Near(int percent, Optional<Long> row, Optional<UUID> anchor) {}

    /**
     * The findings about new prompts.
     *
     * @param near for each, in order, its near duplicate
     * @param taken keys that existing prompts have
     */
    public record Found(List<Optional<Near>> near, Set<Long> taken) {}

    /** The owner of a key; its shingles are computed only if another prompt has the key too, which is rare. */
    private static final class Owner {
        private final List<Message> messages;
        private final Optional<Long> row;
        private final Optional<UUID> anchor;
        private long[] shingles = {};

        Owner(List<Message> messages, Optional<Long> row, Optional<UUID> anchor) {
            this.messages = messages;
            this.row = row;
            this.anchor = anchor;
        }

        long[] shingles() {
            shingles = shingles.length == 0 ? Likeness.sorted(messages) : shingles;
            return shingles;
        }
    }

    public Found find(List<Fresh> fresh) {
        return find(fresh, owners(fresh));
    }

    /** The same where no other prompt is expected to have one of their keys; if one has, {@link #keep} fails. */
    public Found amongThemselves(List<Fresh> fresh) {
        return find(fresh, new HashMap<>());
    }

    private static Found find(List<Fresh> fresh, Map<Long, Owner> owners) {
        Set<Long> taken = Set.copyOf(owners.keySet());
        List<Optional<Near>> near = new ArrayList<>(fresh.size());
        for (Fresh one : fresh) {
            Owner own = new Owner(one.messages(), Optional.of(one.row()), Optional.empty());
            near.add(nearest(own, one.keys(), owners));
            for (long key : one.keys()) {
                owners.putIfAbsent(key, own);
            }
        }
        return new Found(near, taken);
    }

    private static Optional<Near> nearest(Owner own, long[] keys, Map<Long, Owner> owners) {
        for (long key : keys) {
            Owner owner = owners.get(key);
            if (owner != null) {
                double share = Likeness.share(own.shingles(), owner.shingles());
                if (share >= Likeness.NEAR) {
                    return Optional.of(new Near((int) Math.floor(100 * share), owner.row, owner.anchor));
                }
            }
        }
        return Optional.empty();
    }

    private record Known(long key, UUID prompt) {}

    private Map<Long, Owner> owners(List<Fresh> fresh) {
        Long[] keys =
                fresh.stream().flatMap(one -> Arrays.stream(one.keys()).boxed()).toArray(Long[]::new);
        List<Known> known = sql.list(
                "select key, prompt_id from prompt_likeness where key = any(?)",
                c -> new Known(c.number("key"), c.id("prompt_id")),
                (Object) keys);
        Map<UUID, Owner> prompts = new HashMap<>();
        if (!known.isEmpty()) {
            sql.list(
                    "select id, messages, coalesce(anchor_id, id) as anchor from prompt where id = any(?)",
                    c -> prompts.put(
                            c.id("id"),
                            new Owner(read(c.text("messages")), Optional.empty(), Optional.of(c.id("anchor")))),
                    (Object) known.stream().map(Known::prompt).distinct().toArray(UUID[]::new));
        }
        Map<Long, Owner> owners = new HashMap<>();
        for (Known one : known) {
            Owner owner = prompts.get(one.prompt());
            if (owner != null) {
                owners.put(one.key(), owner);
            }
        }
        return owners;
    }

    /** Puts each on the side of its anchor in every future dataset; a prompt that existed before keeps its own. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void anchor(Map<UUID, UUID> anchorsOfPrompts) {
        if (!anchorsOfPrompts.isEmpty()) {
            List<Map.Entry<UUID, UUID>> all = List.copyOf(anchorsOfPrompts.entrySet());
            sql.run(
                    "update prompt p set anchor_id = a.anchor from unnest(?, ?) a (id, anchor) where p.id = a.id",
                    all.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                    all.stream().map(Map.Entry::getValue).toArray(UUID[]::new));
        }
    }

    private static List<Message> read(String json) {
        try {
            return JSON.readValue(json, MESSAGES);
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage("a prompt in the database can't be read: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Makes them findable. A key that another prompt has stays with it.
     *
     * @param found the findings about them
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void keep(Map<UUID, long[]> keysOfPrompts, Found found) {
        Map<Long, UUID> first = new TreeMap<>(); // in the order of the index
        keysOfPrompts.forEach((prompt, keys) -> {
            for (long key : keys) {
                if (!found.taken().contains(key)) {
                    first.putIfAbsent(key, prompt);
                }
            }
        });
        if (!first.isEmpty()) {
            sql.copy(
                    "prompt_likeness",
                    List.of("key", "prompt_id"),
                    rows -> first.forEach((key, prompt) -> rows.row().large(key).id(prompt)));
        }
    }
}
