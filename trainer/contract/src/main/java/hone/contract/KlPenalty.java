package hone.contract;

import java.util.List;

/**
 * What keeps the policy near the model it started from.
 *
 * @param klControl {@value #FIXED} or {@value #ADAPTIVE}, which moves the coefficient towards the target
 * @param klTarget nats per answer; 0 where nothing depends on it
 */
public record KlPenalty(double klCoefficient, String klControl, double klTarget) {
    public static final String FIXED = "fixed";
    public static final String ADAPTIVE = "adaptive";

    public KlPenalty {
        Allowed.weight("klCoefficient", klCoefficient);
        Check.oneOf("klControl", klControl, List.of(FIXED, ADAPTIVE));
        Check.notNegative("klTarget", klTarget);
    }

    public static KlPenalty fixed(double coefficient) {
        return new KlPenalty(coefficient, FIXED, 0);
    }

    /** Starts with a coefficient and moves it until the policy is as far from its start as the target says. */
    public static KlPenalty adaptive(double coefficient, double target) {
        return new KlPenalty(coefficient, ADAPTIVE, target);
    }

    /** A run ends when the policy has moved more than twice as far as the target. */
    public KlPenalty within(double target) {
        return new KlPenalty(klCoefficient, klControl, target);
    }

    public boolean adapts() {
        return klControl.equals(ADAPTIVE);
    }
}
