package hone.run;

import hone.contract.RunEvent;
import java.util.List;
import java.util.UUID;

/** Answers of a run that tries a model: they are for whoever requested it, and for nobody to judge. */
public record AnswersTried(UUID run, List<RunEvent.Sampled> answers) {}
