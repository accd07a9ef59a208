package hone.overview;

import hone.round.RoundPreview;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.Optional;

/** A project at a glance. */
@CheckedTemplate(basePath = "overview")
final class OverviewPages {
    private OverviewPages() {}

    static native TemplateInstance overview(
            String description,
            ProjectCounts.Tiles tiles,
            long quarantined,
            Freezing freezing,
            ProjectCounts.Circle circle,
            ProjectCounts.Week week,
            FirstSteps first,
            Optional<RoundPreview.Forecast> forecast);
}
