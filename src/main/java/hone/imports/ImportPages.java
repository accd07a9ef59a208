package hone.imports;

import hone.format.Format;
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
    record Row(ImportBatch batch, ImportState state, Standing standing) {
        static Row of(ImportBatch batch, Instant now) {
            return new Row(batch, batch.state(now), batch.stands());
        }

        /** What was there before, prompts and texts to pre-train on. */
        public int old() {
            return batch.promptsOld + batch.documentsOld;
        }
    }

    static native TemplateInstance imports(
            List<Row> imports, List<Format> formats, String sizeMax, boolean raters, Complaints complaints);

    static native TemplateInstance preview(ImportPreview preview, Complaints complaints);

    static native TemplateInstance raters(List<ImportedRaters.Rater> raters, List<ImportedRaters.Person> people);

    static native TemplateInstance report(ImportReport report);
}
