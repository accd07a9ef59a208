package hone.trainer.decoder;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * In what the attention of one layer may differ from that of another layer of the same model.
 *
 * @param rope how queries and keys are rotated; empty where they are not
 * @param window a query sees this many tokens, itself included; empty for all before it
 * @param scale of the scores; empty for 1 / sqrt(D)
 */
record LayerPlan(Optional<Rope> rope, OptionalInt window, OptionalDouble scale) {}
