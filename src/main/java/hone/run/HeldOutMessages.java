package hone.run;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Whether training helped, as far as held-out rows can tell: on the page of a run and on that of its round. */
@MessageBundle("heldOut")
public interface HeldOutMessages {
    @Message(
            "{#switch verdict}{#case 'helped'}It helped: on {rows} held-out rows the loss fell from <b>{before}</b> to <b>{after}</b>, by {low} to {high} (95 %, paired bootstrap).{#case 'helped-so-far'}It helps so far: on {rows} held-out rows the loss fell from <b>{before}</b> to <b>{after}</b>, by {low} to {high} (95 %, paired bootstrap).{#case 'harmed'}It did not help: on {rows} held-out rows the loss rose from <b>{before}</b> to <b>{after}</b>, by {low} to {high} (95 %, paired bootstrap).{#case 'harmed-so-far'}It does not help so far: on {rows} held-out rows the loss rose from <b>{before}</b> to <b>{after}</b>, by {low} to {high} (95 %, paired bootstrap).{#case 'unclear'}Too close to tell whether it helps: on {rows} held-out rows the loss went from <b>{before}</b> to <b>{after}</b>, a change between {low} and {high} (95 %, paired bootstrap).{#case 'too-few'}Too few to tell whether it helps: {#if rows == '1'}1 held-out row{#else}{rows} held-out rows{/if}, and it takes {min}. The loss went from <b>{before}</b> to <b>{after}</b>.{#else}Whether it helps can’t be told: the trainer gave no losses row by row. On held-out rows the loss went from <b>{before}</b> to <b>{after}</b>.{/switch}")
    String loss(String verdict, String rows, String min, String before, String after, String low, String high);

    @Message(
            "{#switch verdict}{#case 'told'}It is right in <b>{percent} %</b> of {pairs} held-out pairs, {low} to {high} % (95 %, Wilson).{#case 'too-few'}Too few to tell how often it is right: <b>{percent} %</b> of {#if pairs == '1'}1 held-out pair{#else}{pairs} held-out pairs{/if}, and it takes {min}.{#else}It is right in <b>{percent} %</b> of the held-out pairs; how many those are was not told.{/switch}")
    String right(String verdict, String percent, String pairs, String min, String low, String high);

    @Message(
            "Of {#if pairs == '1'}1 pair{#else}{pairs} pairs{/if} that two people judged they agree in <b>{percent} %</b>.")
    String people(String percent, String pairs);
}
