package hone.score;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** What reward models expected of comparisons, and what people decided. */
@ApplicationScoped
public class Predictions {
    private final Sql sql;

    Predictions(Sql sql) {
        this.sql = sql;
    }

    /** Empty where no reward model has scored both answers. */
    public Optional<Expected> of(UUID project, UUID chosen, UUID rejected) {
        return sql.first(
                """
                select s.model_version_id, s.dataset_id, c.score - r.score as margin, s.probability_scale
                from answer_scorer s
                join answer_score c on c.answer_id = ? and c.model_version_id = s.model_version_id
                join answer_score r on r.answer_id = ? and r.model_version_id = s.model_version_id
                where s.project_id = ? and s.probability_scale is not null and c.score is not null and r.score is not null
                order by s.model_version_id desc limit 1""",
                c -> Expected.of(
                        c.id("model_version_id"),
                        c.maybeId("dataset_id"),
                        c.real("margin"),
                        c.real("probability_scale")),
                chosen,
                rejected,
                project);
    }

    /** To be called once the judgment is stored. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(UUID judgment, Expected expected) {
        sql.run(
                "insert into prediction (judgment_id, model_version_id, dataset_id, probability) values (?, ?, ?, ?)",
                judgment,
                expected.model(),
                expected.dataset().orElse(null),
                expected.probability());
    }
}
