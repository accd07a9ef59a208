package hone.run;

import hone.contract.RunEvent;
import java.util.UUID;

/** A reward model has scored answers; fired in the transaction that stores the event. */
public record AnswersScored(UUID run, UUID project, UUID model, RunEvent.AnswersScored event) {}
