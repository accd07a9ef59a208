package hone.arrivals;

import hone.contract.ModelInspection;
import hone.model.TrainingMemory;
import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;

/** What the pages of arrivals show. */
final class ArrivalPages {
    private ArrivalPages() {}

    @CheckedTemplate(basePath = "arrivals")
    static class Templates {
        static native TemplateInstance arrivals(Offer offer, List<Arrival> arrivals, Complaints complaints);

        static native TemplateInstance arrival(
                Arrival arrival, Optional<Shown> shown, Decision typed, Complaints complaints);
    }

    /**
     * From where a model can be brought.
     *
     * @param any whether the operator has named a folder
     * @param folders below it
     * @param unready why no model can be brought at all; empty when one can
     */
    record Offer(boolean any, List<String> folders, String sizeMax, String unready) {}

    /** What the form of the decision says, as it was typed or as it is proposed. */
    record Decision(String name, boolean base) {}

    /**
     * What was read of a model, as a page shows it.
     *
     * @param same the name that this model has here already
     */
    record Shown(ModelInspection inspection, TrainingMemory memory, Optional<String> same) {
        private static final double BILLION = 1e9;
        private static final double MILLION = 1e6;

        public String parameters() {
            return parameters(inspection);
        }

        static String parameters(ModelInspection inspection) {
            double all = inspection.size().parameters();
            return all >= BILLION
                    ? String.format(java.util.Locale.ROOT, "%.1f billion", all / BILLION)
                    : String.format(java.util.Locale.ROOT, "%.1f million", all / MILLION);
        }

        public String template() {
            return inspection.template().own()
                    ? inspection.template().described()
                    : "none; it is asked in " + inspection.template().described();
        }

        public String licence() {
            return inspection.licence().orElse("none was found");
        }

        public String ends() {
            return String.join(" ", inspection.endTokens());
        }

        public String stored() {
            return String.join(", ", inspection.storedAs());
        }

        public List<Row> needs() {
            return memory.needs().stream()
                    .map(need -> Row.of(need, inspection.machine()))
                    .toList();
        }

        /** Empty where it is not known. */
        public String machine() {
            return inspection.machine().memoryBytes() == 0
                    ? ""
                    : InBytes.text(inspection.machine().memoryBytes());
        }

        public String free() {
            return InBytes.text(inspection.machine().freeBytes());
        }
    }

    /** What a stage takes. */
    record Row(
            String stage,
            String weights,
            String gradients,
            String optimizer,
            String activations,
            String total,
            boolean fits) {
        static Row of(TrainingMemory.Need need, ModelInspection.Machine machine) {
            return new Row(
                    need.stage(),
                    InBytes.text(need.weights()),
                    InBytes.text(need.gradients()),
                    InBytes.text(need.optimizer()),
                    InBytes.text(need.activations()),
                    InBytes.text(need.total()),
                    need.fits(machine));
        }
    }
}
