package hone.project;

import hone.labeler.Labeler;
import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The pages about projects and their people. */
@CheckedTemplate(basePath = "project")
final class ProjectPages {
    private ProjectPages() {}

    static native TemplateInstance projects(ProjectList list, ProjectForm form, Complaints complaints);

    static native TemplateInstance settings(ProjectForm form, Complaints complaints, boolean saved);

    static native TemplateInstance people(
            List<Person> people,
            List<Labeler> contested,
            GuidelineReaders readers,
            String typed,
            Complaints complaints);
}
