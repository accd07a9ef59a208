package hone.project;

import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a project asks about its prompts: for each kind of work whether, of how many people, and in which order. */
public record WorkSettings(Map<WorkKind, WorkSetting> kinds) {
    public WorkSettings {
        Map<WorkKind, WorkSetting> all = new EnumMap<>(WorkKind.class);
        for (WorkKind kind : WorkKind.values()) {
            all.put(kind, kinds.getOrDefault(kind, kind.defaultSetting()));
        }
        kinds = Collections.unmodifiableMap(all);
    }

    public static WorkSettings byDefault() {
        return new WorkSettings(Map.of());
    }

    /** The default settings with a change to each kind. */
    public static WorkSettings changed(UnaryOperator<WorkSetting> change) {
        Map<WorkKind, WorkSetting> all = new EnumMap<>(WorkKind.class);
        byDefault().kinds.forEach((kind, setting) -> all.put(kind, change.apply(setting)));
        return new WorkSettings(all);
    }

    public WorkSetting of(WorkKind kind) {
        return kinds.getOrDefault(kind, kind.defaultSetting());
    }

    /** The kinds that are asked without anybody requesting them. */
    public Set<WorkKind> on() {
        Set<WorkKind> on = EnumSet.noneOf(WorkKind.class);
        kinds.forEach((kind, setting) -> {
            if (setting.on()) {
                on.add(kind);
            }
        });
        return on;
    }

    /** Rows hold what a project has set; a kind without a row, such as a new kind, has its default. */
    @ApplicationScoped
    public static class Repo {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        private record Row(WorkKind kind, WorkSetting setting) {}

        public WorkSettings of(UUID project) {
            Map<WorkKind, WorkSetting> set = new EnumMap<>(WorkKind.class);
            sql.list(
                            """
                            select kind, enabled, judgments, coalesce(judgments_if_disputed, judgments) as disputed, handing_order
                            from asked_work where project_id = ?""",
                            c -> new Row(
                                    WorkKind.of(c.text("kind")),
                                    new WorkSetting(
                                            c.flag("enabled"),
                                            (int) c.number("judgments"),
                                            (int) c.number("disputed"),
                                            HandingOrder.named(c.text("handing_order"))
                                                    .orElseThrow())),
                            project)
                    .forEach(row -> set.put(row.kind(), row.setting()));
            return new WorkSettings(set);
        }

        /** Runs in the caller's transaction; the project's row must already be there. */
        public void store(UUID project, WorkSettings work) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            work.kinds()
                    .forEach((kind, setting) -> rows.add(new Object[] {
                        project,
                        kind.wireName(),
                        setting.on(),
                        setting.judgments(),
                        setting.judgmentsIfDisputed() == setting.judgments() ? null : setting.judgmentsIfDisputed(),
                        setting.order().wireName()
                    }));
            sql.runAll("""
                    insert into asked_work (project_id, kind, enabled, judgments, judgments_if_disputed, handing_order)
                    values (?, ?, ?, ?, ?, ?)
                    on conflict (project_id, kind) do update set enabled = excluded.enabled, judgments = excluded.judgments,
                      judgments_if_disputed = excluded.judgments_if_disputed, handing_order = excluded.handing_order""", rows);
        }
    }
}
