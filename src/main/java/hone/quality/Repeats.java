package hone.quality;

import hone.evaluation.Share;
import hone.web.Sql;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What became of planned repeats.
 *
 * @param same the same answer was preferred again, or neither again
 * @param opposite the other answer was, so the one on the same side
 * @param tie an answer was preferred only once
 */
record Repeats(long same, long opposite, long tie) {
    static final Repeats NONE = new Repeats(0, 0, 0);

    static Repeats read(Sql.Cells c) throws SQLException {
        return new Repeats(c.number("repeat_same"), c.number("repeat_opposite"), c.number("repeat_tie"));
    }

    public long all() {
        return same + opposite + tie;
    }

    public boolean isAny() {
        return all() > 0;
    }

    /** How many are the same; fewer than thirty say nothing. */
    public Optional<Share> known() {
        return isAny()
                ? Optional.of(new Share((double) same / all(), all())).filter(share -> !share.tooFew())
                : Optional.empty();
    }

    /** For {@link #known} only. */
    public IntervalBar bar() {
        Share share = known().orElseThrow();
        return IntervalBar.ofShare(share.share(), share.interval(), 0);
    }
}
