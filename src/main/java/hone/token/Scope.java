package hone.token;

import hone.web.Described;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a token allows, as named in annotations. A scope is checked as a role, so Hone's own tokens and service accounts of the
 * identity provider, with realm roles of the same names, work alike.
 */
public final class Scope {
    public static final String PROJECTS_READ = "projects:read";
    public static final String PROJECTS_WRITE = "projects:write";
    public static final String PEOPLE_READ = "people:read";
    public static final String PEOPLE_WRITE = "people:write";
    public static final String GUIDELINES_READ = "guidelines:read";
    public static final String GUIDELINES_WRITE = "guidelines:write";
    public static final String IMPORTS_READ = "imports:read";
    public static final String IMPORTS_WRITE = "imports:write";
    public static final String TASKS_WORK = "tasks:work";
    public static final String TASKS_DELEGATE = "tasks:delegate";
    public static final String REVIEWS_WORK = "reviews:work";
    public static final String REVIEWS_DELEGATE = "reviews:delegate";
    public static final String JUDGMENTS_READ = "judgments:read";
    public static final String EXPORTS_READ = "exports:read";
    public static final String DATASETS_READ = "datasets:read";
    public static final String DATASETS_WRITE = "datasets:write";
    public static final String RUNS_READ = "runs:read";
    public static final String RUNS_WRITE = "runs:write";
    public static final String MODELS_READ = "models:read";
    public static final String MODELS_WRITE = "models:write";

    private static final Map<String, String> ABOUT = about();

    private Scope() {}

    public static List<Described> all() {
        return ABOUT.entrySet().stream()
                .map(scope -> new Described(scope.getKey(), scope.getValue()))
                .toList();
    }

    public static Optional<String> named(String name) {
        return ABOUT.containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    /** The scopes with everything they imply: write access includes read access, and working for others includes working. */
    static Set<String> whole(List<String> scopes) {
        Set<String> whole = new LinkedHashSet<>(scopes);
        for (String scope : scopes) {
            named(scope.replace(":write", ":read")).ifPresent(whole::add);
        }
        if (whole.contains(TASKS_DELEGATE)) {
            whole.add(TASKS_WORK);
        }
        if (whole.contains(REVIEWS_DELEGATE)) {
            whole.add(REVIEWS_WORK);
        }
        return whole;
    }

    private static Map<String, String> about() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(PROJECTS_READ, "list projects and read their settings");
        about.put(PROJECTS_WRITE, "create projects and change their settings");
        about.put(PEOPLE_READ, "see who belongs to a project");
        about.put(PEOPLE_WRITE, "add and remove people");
        about.put(GUIDELINES_READ, "read guidelines and their versions");
        about.put(GUIDELINES_WRITE, "publish guidelines");
        about.put(IMPORTS_READ, "follow imports and read their refused lines");
        about.put(IMPORTS_WRITE, "import files");
        about.put(TASKS_WORK, "take tasks and judge them as the account, marked as simulated");
        about.put(TASKS_DELEGATE, "take tasks and judge them on behalf of people, in their name");
        about.put(REVIEWS_WORK, "review judgments and settle disagreements as the account, marked as simulated");
        about.put(
                REVIEWS_DELEGATE,
                "review judgments and settle disagreements on behalf of people, in their name; who may review is up to the app");
        about.put(JUDGMENTS_READ, "read what people decided");
        about.put(EXPORTS_READ, "export judgments, datasets, models and whole projects, with people under pseudonyms");
        about.put(DATASETS_READ, "list datasets and read manifests");
        about.put(DATASETS_WRITE, "freeze datasets");
        about.put(RUNS_READ, "follow training runs");
        about.put(RUNS_WRITE, "start and cancel training runs");
        about.put(MODELS_READ, "list models");
        about.put(MODELS_WRITE, "import base models, and make a model current or the base");
        return about;
    }
}
