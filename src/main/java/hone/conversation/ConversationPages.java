package hone.conversation;

import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The pages about imports. */
@CheckedTemplate(basePath = "conversation")
final class ConversationPages {
    private ConversationPages() {}

    static native TemplateInstance imports(List<ImportBatch> imports, Complaints complaints);

    static native TemplateInstance report(ImportReport report);
}
