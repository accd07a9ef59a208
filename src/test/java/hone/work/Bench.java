package hone.work;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Message;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.guideline.Guideline;
import hone.guideline.GuidelineVersion;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.labeler.Labeler;
import hone.project.Member;
import hone.project.MemberRemoved;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.task.TaskMaker;
import hone.task.TaskQueue;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sets up projects with work in them, each test its own. */
@ApplicationScoped
public class Bench {
    static final String GUIDELINE = """
            # How to judge

            Read both first.

            ### K1 Answer the request first
            An answer that ignores what was asked loses.

            ### K2 Let it end kindly
            Someone helps, shares or forgives.
            """;

    private final EntityManager database;
    private final TaskMaker tasks;
    private final TaskQueue queue;
    private final Labeler.Repo labelers;
    private final Project.Repo projects;
    private final WorkSettings.Repo askedWork;
    private final Member.Repo members;
    private final Guideline.Repo guidelines;
    private final Event<MemberRemoved> removed;
    private final SubmitJudgment submitJudgment;

    Bench(
            EntityManager database,
            TaskMaker tasks,
            TaskQueue queue,
            Labeler.Repo labelers,
            Project.Repo projects,
            WorkSettings.Repo askedWork,
            Member.Repo members,
            Guideline.Repo guidelines,
            Event<MemberRemoved> removed,
            SubmitJudgment submitJudgment) {
        this.database = database;
        this.tasks = tasks;
        this.queue = queue;
        this.labelers = labelers;
        this.projects = projects;
        this.askedWork = askedWork;
        this.members = members;
        this.guidelines = guidelines;
        this.removed = removed;
        this.submitJudgment = submitJudgment;
    }

    /** A project with a guideline for every kind and these members. */
    @Transactional
    public Project project(int judgmentsPerTask, String... usernames) {
        UUID id = Uuid7.next();
        Project project = Project.named("p" + id.toString().replace("-", ""), "Kind endings", null, Instant.now());
        projects.persist(project);
        projects.flush();
        askedWork.store(project.id, WorkSettings.changed(asked -> new WorkSetting(asked.on(), judgmentsPerTask)));
        for (WorkKind kind : WorkKind.values()) {
            Guideline guideline = Guideline.of(project.id, kind);
            guidelines.persist(guideline);
            database.persist(GuidelineVersion.of(guideline.id, 1, GUIDELINE, "first", null, Instant.now()));
        }
        for (String username : usernames) {
            members.persist(Member.of(project.id, person(username), null, Instant.now()));
        }
        return project;
    }

    /** As it is in the database now. */
    @Transactional
    public Project again(Project project) {
        return projects.findById(project.id);
    }

    @Transactional
    public Project projectNamed(String slug) {
        return projects.named(slug).orElseThrow();
    }

    @Transactional
    public UUID person(String username) {
        Optional<Labeler> known = labelers.byUsername(username);
        return known.orElseGet(() -> {
                    Labeler added = Labeler.named(username, Instant.now());
                    labelers.persist(added);
                    return added;
                })
                .id;
    }

    /** @return the prompt's id */
    @Transactional
    public UUID prompt(Project project, String asked, String... texts) {
        Instant now = Instant.now();
        Prompt prompt = Prompt.of(project.id, List.of(Message.user(asked)), now);
        database.persist(prompt);
        List<Answer> given = new ArrayList<>();
        for (String text : texts) {
            Answer answer = Answer.imported(prompt.id, text, null, now);
            database.persist(answer);
            given.add(answer);
        }
        tasks.make(project, prompt, given, TaskMaker.Origin.IMPORT, Uuid7.next().toString(), now);
        return prompt.id;
    }

    @Transactional
    public void publish(Project project, String kind, int number, String markdown) {
        Guideline guideline = guidelines.of(project.id, WorkKind.of(kind)).orElseThrow();
        database.persist(GuidelineVersion.of(guideline.id, number, markdown, "next", null, Instant.now()));
    }

    /** As an admin takes somebody off a project. */
    @Transactional
    public void remove(Project project, String username) {
        UUID labeler = person(username);
        members.deleteById(new Member.Key(project.id, labeler));
        removed.fire(new MemberRemoved(project.id, labeler));
    }

    /** Hands a comparison to somebody who is not signed in. */
    @Transactional
    public UUID assign(Project project, String username) {
        return queue.lease(project, WorkKind.COMPARISON, person(username), Instant.now())
                .orElseThrow();
    }

    /** Hands somebody a comparison, who prefers the answer with this text, whatever side it is shown on. */
    public UUID prefers(Project project, String username, String text, int degree, String why) {
        UUID assignment = assign(project, username);
        submitJudgment.submit(assignment, person(username), preference(assignment, text, degree, why), Instant.now());
        return assignment;
    }

    /** @param degree 1 to 3; 0 for a tie */
    @Transactional
    public Fields preference(UUID assignment, String text, int degree, String why) {
        long position = ((Number) one(
                        "select x.position from assignment_answer x join answer w on w.id = x.answer_id where x.assignment_id = ?1 and w.text = ?2",
                        assignment,
                        text))
                .longValue();
        String choice = degree == 0 ? "tie" : (position == 0 ? "a" : "b") + degree;
        return new Fields(Map.of("choice", List.of(choice), "why", List.of(why)));
    }

    /** A frozen and published dataset of everything judged in a project, as far as pages and undoing see it. */
    @Transactional
    public void freeze(Project project) {
        execute("""
                with frozen as (
                    insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, created_at)
                    values (?1, ?1, 1, '', 0, 10, '{}', now()) returning id)
                insert into dataset_publication (dataset_id, attempt, started_at, partition, first_offset, last_offset, finished_at)
                select id, 1, now(), 0, 0, 0, now() from frozen""", project.id);
        execute("""
                insert into dataset_judgment
                select ?1, j.id, a.guideline_version_id from judgment j join assignment a on a.id = j.assignment_id
                where j.project_id = ?1""", project.id);
        execute("""
                insert into dataset_labeler select ?1, labeler_id, now(), count(*) from judgment where project_id = ?1
                group by labeler_id""", project.id);
    }

    @Transactional
    public int execute(String sql, Object... parameters) {
        return query(sql, parameters).executeUpdate();
    }

    @Transactional
    public Object one(String sql, Object... parameters) {
        return query(sql, parameters).getSingleResult();
    }

    @Transactional
    public List<?> list(String sql, Object... parameters) {
        return query(sql, parameters).getResultList();
    }

    /** What an assignment's judgments have told, oldest first. */
    public List<?> events(UUID assignment) {
        return list(
                "select o.payload from outbox o join judgment j on o.subject = cast(j.id as text) where j.assignment_id = ?1 and o.topic = 'judgments' order by o.sequence",
                assignment);
    }

    /** What the only judgment of a piece of work has told. */
    String event(String work) {
        List<?> events = events(Handed.id(work));
        assertThat(events).hasSize(1);
        return events.getFirst().toString();
    }

    private jakarta.persistence.Query query(String sql, Object... parameters) {
        var query = database.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
