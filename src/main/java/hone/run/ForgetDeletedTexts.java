package hone.run;

import hone.contract.Message;
import hone.contract.Wire;
import hone.judgment.JudgmentsDeleted;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What runs were asked and what they told holds texts of prompts and answers too. On request these go as everywhere else; that a
 * prompt was asked about stays. Reads the requests and answers of all runs of the project, because no index leads to them.
 */
@ApplicationScoped
public class ForgetDeletedTexts {
    private static final String GONE = "Deleted on request.";
    private static final String MESSAGES = Wire.write(List.of(Message.user(GONE)));

    private final Sql sql;

    ForgetDeletedTexts(Sql sql) {
        this.sql = sql;
    }

    void onDeleted(@Observes JudgmentsDeleted deleted) {
        forget(deleted.project(), Arrays.asList(deleted.prompts()));
    }

    /** @param prompts as runs of the project call them */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID project, List<UUID> prompts) {
        if (prompts.isEmpty()) {
            return;
        }
        String[] asked = prompts.stream().map(UUID::toString).toArray(String[]::new);
        sql.run("""
                update run r set recipe = jsonb_set(r.recipe, '{prompts}', (
                  select jsonb_agg(
                    case when p.one ->> 'promptId' = any (?)
                      then jsonb_set(p.one, '{messages}', cast(? as jsonb)) || case when jsonb_exists(p.one, 'answers')
                        then jsonb_build_object('answers', (
                          select jsonb_agg(a.one || jsonb_build_object('text', ?) order by a.n)
                          from jsonb_array_elements(p.one -> 'answers') with ordinality as a (one, n)))
                        else cast('{}' as jsonb) end
                      else p.one end order by p.n)
                  from jsonb_array_elements(r.recipe -> 'prompts') with ordinality as p (one, n)))
                where r.project_id = ? and r.kind in (?, ?)
                  and exists (select 1 from jsonb_array_elements(r.recipe -> 'prompts') q where q ->> 'promptId' = any (?))""", asked, MESSAGES, GONE, project, Stage.GENERATE.word(), Stage.SCORE.word(), asked);
        sql.run("""
                update run_event e set body = jsonb_set(e.body, '{answers}', (
                  select jsonb_agg(
                    case when a.one ->> 'promptId' = any (?)
                      then a.one || jsonb_build_object('prompt', cast(? as jsonb), 'text', ?) else a.one end order by a.n)
                  from jsonb_array_elements(e.body -> 'answers') with ordinality as a (one, n)))
                where e.kind = 'run.answers' and e.run_id in (select id from run where project_id = ?)
                  and exists (select 1 from jsonb_array_elements(e.body -> 'answers') q where q ->> 'promptId' = any (?))""", asked, MESSAGES, GONE, project, asked);
    }
}
