package hone.project;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;

/**
 * For what may happen to a project only one at a time: whoever holds the lock goes first, until their transaction ends. Members
 * and work don't wait.
 */
@ApplicationScoped
public class ProjectLock {
    private final Sql sql;
    private final EntityManager database;

    ProjectLock(Sql sql, EntityManager database) {
        this.sql = sql;
        this.database = database;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void hold(UUID project) {
        sql.first("select id from project where id = ? for no key update", c -> c.id("id"), project);
    }

    /**
     * The next number of something that a project numbers, from 1, without gaps or duplicates: taking one holds the project.
     *
     * @param counted an entity of the caller's, with {@code projectId} and {@code number}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int next(Class<?> counted, UUID project) {
        hold(project);
        return database.createQuery(
                        "select coalesce(max(e.number), 0) + 1 from " + counted.getSimpleName()
                                + " e where e.projectId = ?1",
                        Integer.class)
                .setParameter(1, project)
                .getSingleResult();
    }
}
