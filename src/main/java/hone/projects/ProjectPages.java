package hone.projects;

import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The list of projects, and the settings of one. */
@CheckedTemplate(basePath = "projects")
final class ProjectPages {
    private ProjectPages() {}

    static native TemplateInstance projects(ProjectList list, ProjectForm form, Complaints complaints);

    static native TemplateInstance settings(ProjectForm form, Complaints complaints, boolean saved);
}
