package hone.task;

import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.project.ProjectSettings.Bounds;
import java.util.UUID;

/**
 * How often people have to find gold to be handed work of a kind.
 *
 * @param percent below which the whole interval of their share must not lie
 * @param least answers to gold tasks before anything is said; whoever has given fewer works, since only work measures them
 * @param setBy the name of the admin who asked for it
 */
public record GoldMinimum(UUID project, WorkKind kind, int percent, int least, String setBy) {
    public static final Bounds PERCENT = new Bounds(1, 99);
    public static final Bounds LEAST = new Bounds(10, 200);

    /** Of a person's answers the newest are looked at. */
    public static final int NEWEST = 200;

    /** Few answers have a wide interval, so they decide nothing by themselves. */
    public boolean isMissedBy(Share found) {
        return found.of() >= least && found.interval().high() < percent / 100.0;
    }
}
