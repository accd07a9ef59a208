package hone.arrivals;

import hone.web.Invalid;
import java.util.Map;

/** A model that can't be taken in; the sentence says why. Nothing of it stays. */
public final class ModelRefused extends Invalid {
    private static final long serialVersionUID = 1;

    ModelRefused(String sentence) {
        super(Map.of("model", sentence));
    }
}
