package hone.project;

import hone.audit.Audit;
import hone.kind.WorkKind;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Groups of a project's members, and which kinds of work go to them alone. Whoever changes something holds the project's row. */
@ApplicationScoped
public class Groups {
    public static final int GROUPS_MAX = 50;
    public static final int NAME_CHARACTERS_MAX = 60;

    /** Members of one group that a page shows. */
    private static final int SHOWN_MAX = 500;

    private final Sql sql;
    private final Project.Repo projects;
    private final Audit audit;

    Groups(Sql sql, Project.Repo projects, Audit audit) {
        this.sql = sql;
        this.projects = projects;
        this.audit = audit;
    }

    /** A member of a group. */
    public record Person(String username, String name) {}

    /** @param work kinds that go to it */
    public record Group(UUID id, String name, List<Person> people, Set<WorkKind> work) {
        public boolean gets(WorkKind kind) {
            return work.contains(kind);
        }
    }

    private record Of<T>(UUID group, T value) {}

    /** By name. */
    public List<Group> of(UUID project) {
        Map<UUID, List<Person>> people = new HashMap<>();
        sql.list(
                        """
                        select x.group_id, l.username, l.display_name from (
                          select g.id from people_group g where g.project_id = ? limit %d) g
                        cross join lateral (select * from group_member where group_id = g.id order by labeler_id limit %d) x
                        cross join lateral (select * from labeler where id = x.labeler_id offset 0) l
                        order by lower(l.display_name), l.username""".formatted(GROUPS_MAX, SHOWN_MAX),
                        c -> new Of<>(c.id("group_id"), new Person(c.text("username"), c.text("display_name"))),
                        project)
                .forEach(one -> people.computeIfAbsent(one.group(), any -> new ArrayList<>())
                        .add(one.value()));
        Map<UUID, Set<WorkKind>> work = new HashMap<>();
        sql.list(
                        "select group_id, kind from group_work where project_id = ?",
                        c -> new Of<>(c.id("group_id"), WorkKind.of(c.text("kind"))),
                        project)
                .forEach(one -> work.computeIfAbsent(one.group(), any -> new HashSet<>())
                        .add(one.value()));
        return sql.list(
                "select id, name from people_group where project_id = ? order by lower(name) limit %d"
                        .formatted(GROUPS_MAX),
                c -> {
                    UUID id = c.id("id");
                    return new Group(
                            id,
                            c.text("name"),
                            List.copyOf(people.getOrDefault(id, List.of())),
                            Set.copyOf(work.getOrDefault(id, Set.of())));
                },
                project);
    }

    /** Whether work of the kind goes to groups of which a person is none. */
    public boolean isOutside(UUID project, WorkKind kind, UUID labeler) {
        return sql.first("""
                        select 1 as one where exists (select 1 from group_work w where w.project_id = ? and w.kind = ?)
                          and not exists (select 1 from group_work w join group_member m on m.group_id = w.group_id
                            where w.project_id = ? and w.kind = ? and m.labeler_id = ?)""", c -> true, project, kind.wireName(), project, kind.wireName(), labeler)
                .isPresent();
    }

    /** @throws Invalid if there is one of that name, or there are too many */
    @Transactional
    public void create(UUID project, String name, UUID by, Instant now) {
        hold(project);
        long there = sql.number("select count(*) from people_group where project_id = ?", project);
        if (there >= GROUPS_MAX) {
            throw Invalid.field(
                    "name", "There are " + GROUPS_MAX + " groups already. Delete one before you add another.");
        }
        checkName(project, Optional.empty(), name);
        UUID id = Uuid7.next();
        sql.run(
                "insert into people_group (id, project_id, name, created_at) values (?, ?, ?, ?)",
                id,
                project,
                name,
                now);
        note(project, "group.created", id, Map.of("name", name), by, now);
    }

    /** @throws Invalid if there is another one of that name */
    @Transactional
    public void rename(UUID project, UUID group, String name, UUID by, Instant now) {
        hold(project, group);
        checkName(project, Optional.of(group), name);
        sql.run("update people_group set name = ? where id = ?", name, group);
        note(project, "group.renamed", group, Map.of("name", name), by, now);
    }

    private void checkName(UUID project, Optional<UUID> itself, String name) {
        if (name.isEmpty() || name.length() > NAME_CHARACTERS_MAX) {
            throw Invalid.field(
                    "name", "A name of 1 to " + NAME_CHARACTERS_MAX + " characters; these are " + name.length() + ".");
        }
        boolean taken = sql.first(
                        "select id from people_group where project_id = ? and lower(name) = lower(?)",
                        c -> c.id("id"),
                        project,
                        name)
                .filter(other -> itself.filter(other::equals).isEmpty())
                .isPresent();
        if (taken) {
            throw Invalid.field("name", "There is a group of this name already.");
        }
    }

    /** @throws Conflict while work goes to it: without it that work would go to everybody, or to fewer people */
    @Transactional
    public void delete(UUID project, UUID group, UUID by, Instant now) {
        hold(project, group);
        boolean used = sql.first("select 1 as one from group_work where group_id = ? limit 1", c -> true, group)
                .isPresent();
        if (used) {
            throw new Conflict(
                    "Work goes to this group. Give it to others first, then delete the group. Nothing was changed.");
        }
        sql.run("delete from group_member where group_id = ?", group);
        sql.run("delete from people_group where id = ?", group);
        note(project, "group.deleted", group, Map.of(), by, now);
    }

    /** @throws Invalid if nobody of this name is a member of the project */
    @Transactional
    public void add(UUID project, UUID group, String username, UUID by, Instant now) {
        hold(project, group);
        // Their membership is held, so that nobody is in a group who is being removed from the project.
        UUID labeler = sql.first("""
                        select m.labeler_id from member m join labeler l on l.id = m.labeler_id
                        where m.project_id = ? and l.username = ? for no key update of m""", c -> c.id("labeler_id"), project, username)
                .orElseThrow(() -> Invalid.field(
                        "username", "Nobody called " + username + " is a member of the project. Nothing was changed."));
        int added = sql.run(
                "insert into group_member (group_id, labeler_id, project_id) values (?, ?, ?) on conflict do nothing",
                group,
                labeler,
                project);
        if (added == 1) {
            note(project, "group.member-added", group, Map.of("username", username), by, now);
        }
    }

    /** Repeating it changes nothing. */
    @Transactional
    public void remove(UUID project, UUID group, String username, UUID by, Instant now) {
        hold(project, group);
        int removed = sql.run("""
                delete from group_member where group_id = ? and labeler_id = (select id from labeler where username = ?)""", group, username);
        if (removed == 1) {
            note(project, "group.member-removed", group, Map.of("username", username), by, now);
        }
    }

    /** Somebody left the project, and with it its groups. */
    @Transactional(Transactional.TxType.MANDATORY)
    void leave(UUID project, UUID labeler) {
        sql.run("delete from group_member where project_id = ? and labeler_id = ?", project, labeler);
    }

    /**
     * Which kinds of work go to which groups, in place of what was before; a kind without a group goes to everybody.
     *
     * @throws Conflict if one of the groups is not there
     */
    @Transactional
    public void give(UUID project, Map<WorkKind, Set<UUID>> work, UUID by, Instant now) {
        hold(project);
        Set<UUID> there = Set.copyOf(sql.list(
                "select id from people_group where project_id = ? limit %d".formatted(GROUPS_MAX),
                c -> c.id("id"),
                project));
        if (!work.values().stream().allMatch(there::containsAll)) {
            throw new Conflict("One of these groups is not there any more. Nothing was changed.");
        }
        sql.run("delete from group_work where project_id = ?", project);
        work.forEach((kind, groups) -> groups.forEach(group -> sql.run(
                "insert into group_work (project_id, kind, group_id) values (?, ?, ?)",
                project,
                kind.wireName(),
                group)));
        projects.findById(project).grouped = work.values().stream().anyMatch(groups -> !groups.isEmpty());
        Map<String, Object> told = new HashMap<>();
        work.forEach((kind, groups) -> told.put(kind.wireName(), groups));
        note(project, "project.group-work-changed", project, told, by, now);
    }

    private void hold(UUID project) {
        sql.first("select 1 as one from project where id = ? for no key update", c -> true, project);
    }

    private void hold(UUID project, UUID group) {
        hold(project);
        boolean there = sql.first(
                        "select 1 as one from people_group where id = ? and project_id = ?", c -> true, group, project)
                .isPresent();
        if (!there) {
            throw new NotFound("group " + group);
        }
    }

    private void note(UUID project, String action, UUID about, Map<String, ?> details, UUID by, Instant now) {
        audit.note(Optional.of(by), Optional.of(project), action, about.toString(), Map.copyOf(details), now);
    }
}
