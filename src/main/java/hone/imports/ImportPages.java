package hone.imports;

import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;

/** The pages about imports. */
@CheckedTemplate(basePath = "imports")
final class ImportPages {
    private ImportPages() {}

    /** An import in the list. */
    record Row(ImportBatch batch, String state) {
        static Row of(ImportBatch batch, Instant now) {
            return new Row(batch, batch.state(now));
        }

        public boolean whole() {
            return state.equals("read");
        }
    }

    static native TemplateInstance imports(List<Row> imports, Complaints complaints);

    static native TemplateInstance report(ImportReport report);
}
