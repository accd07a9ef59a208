package hone.run;

import hone.evaluation.Verdict;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Whether training helped, as far as can be told: on the page of a run and on that of its round. */
@MessageBundle("heldOut")
public interface HeldOutMessages {
    @Message(
            "{#switch verdict}{#case 'better'}{#if running}It helps so far{#else}It helped{/if}: on {n.counted('held-out row', 'held-out rows')} the loss fell from <b>{before}</b> to <b>{after}</b>, by {low} to {high} (95 %, paired bootstrap).{#case 'worse'}{#if running}It does not help so far{#else}It did not help{/if}: on {n.counted('held-out row', 'held-out rows')} the loss rose from <b>{before}</b> to <b>{after}</b>, by {low} to {high} (95 %, paired bootstrap).{#case 'unclear'}Too close to tell whether it helps: on {n.counted('held-out row', 'held-out rows')} the loss went from <b>{before}</b> to <b>{after}</b>, a change between {low} and {high} (95 %, paired bootstrap).{#case 'too-few'}Too few to tell whether it helps: {n.counted('held-out row', 'held-out rows')}, and it takes "
                    + Verdict.ENOUGH
                    + ". The loss went from <b>{before}</b> to <b>{after}</b>.{#else}Whether it helps can’t be told: the trainer gave no losses row by row. On held-out rows the loss went from <b>{before}</b> to <b>{after}</b>.{/switch}")
    String loss(String verdict, boolean running, String n, String before, String after, String low, String high);

    @Message(
            "{#switch verdict}{#case 'better'}The reward model scores its answers higher{#if running} so far{/if}: <b>{after}</b>, at the first step <b>{before}</b>, a rise of {low} to {high} (95 %, {n.counted('answer', 'answers')} a step).{#case 'worse'}The reward model scores its answers lower{#if running} so far{/if}: <b>{after}</b>, at the first step <b>{before}</b>, a fall of {low} to {high} (95 %, {n.counted('answer', 'answers')} a step).{#case 'unclear'}Too close to tell whether the reward model scores its answers higher: <b>{after}</b>, at the first step <b>{before}</b>, a change between {low} and {high} (95 %, {n.counted('answer', 'answers')} a step).{#case 'too-few'}Too few to tell whether the reward model scores its answers higher: {n.counted('answer', 'answers')} a step, and it takes "
                    + Verdict.ENOUGH
                    + ". It scores them <b>{after}</b>, at the first step <b>{before}</b>.{#else}The reward model scores its answers <b>{after}</b>{#if running} so far{/if}, <b>{before}</b> at the first step; the trainer did not tell how sure that is.{/switch}")
    String score(String verdict, boolean running, String n, String before, String after, String low, String high);

    @Message("Whether people agree shows when they judge them.")
    String peopleWillSay();

    @Message(
            "{#switch verdict}{#case 'told'}It is right in <b>{percent} %</b> of {pairs.counted('held-out pair', 'held-out pairs')}, {low} to {high} % (95 %, Wilson).{#case 'too-few'}Too few to tell how often it is right: <b>{percent} %</b> of {pairs.counted('held-out pair', 'held-out pairs')}, and it takes "
                    + Verdict.ENOUGH
                    + ".{#else}It is right in <b>{percent} %</b> of the held-out pairs; how many those are was not told.{/switch}")
    String right(String verdict, String percent, String pairs, String low, String high);

    @Message(
            "Of {#if pairs == '1'}1 pair{#else}{pairs} pairs{/if} that two people judged they agree in <b>{percent} %</b>.")
    String people(String percent, String pairs);

    @Message(
            "held-out loss {after}, before {before}{#switch verdict}{#case 'better'}, lower by {low} to {high}{#case 'worse'}, higher by {low} to {high}{#case 'unclear'}: too close to tell{#case 'too-few'}: {n.counted('row', 'rows')}, too few to tell{#else}{/switch}")
    String lossInShort(String verdict, String n, String before, String after, String low, String high);

    @Message(
            "reward {after}, at first {before}{#switch verdict}{#case 'better'}, higher by {low} to {high}{#case 'worse'}, lower by {low} to {high}{#case 'unclear'}: too close to tell{#case 'too-few'}: {n.counted('answer', 'answers')} a step, too few to tell{#else}{/switch}")
    String scoreInShort(String verdict, String n, String before, String after, String low, String high);

    @Message(
            "right in {percent} % of {pairs.counted('held-out pair', 'held-out pairs')}{#if verdict == 'told'} ({low} to {high} %){#else}, too few to tell{/if}")
    String rightInShort(String verdict, String percent, String pairs, String low, String high);
}
