package hone.talk;

import hone.judgment.JudgmentsDeleted;
import hone.task.TaskMaker;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A prompt that came from a conversation holds what was said up to the answer that was called wrong: on request that goes there too. */
@ApplicationScoped
class ForgetDeletedTalk {
    private final Sql sql;

    ForgetDeletedTalk(Sql sql) {
        this.sql = sql;
    }

    void onDeleted(@Observes JudgmentsDeleted deleted) {
        sql.run("""
                with said as (
                  select cast(split_part(t.origin_id, '/', 1) as uuid) as talk_id, cast(split_part(t.origin_id, '/', 2) as integer) as number
                  from task t where t.prompt_id = any (?) and t.origin = ?),
                thumbs as (
                  update talk_feedback f set reason = '' from said s where f.talk_id = s.talk_id and f.number <= s.number)
                update talk_turn u set asked = 'Deleted on request.', said = ''
                from said s where u.talk_id = s.talk_id and u.number <= s.number""", deleted.prompts(), TaskMaker.Origin.FEEDBACK.wireName());
    }
}
