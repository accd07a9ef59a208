package hone.bench.demo;

import hone.bench.circle.DemoRecipes;
import hone.bench.http.Browser;
import hone.contract.Wire;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What the demo's admin types, by itself: two prompts are imported into a Hone that is running, and the steps of a round are chosen. The app's tests run it
 * against their pages, since a page that changes would otherwise break the demo unseen.
 */
public final class ImportByAdmin {
    private ImportByAdmin() {}

    /** @param args the app's address and the slug of a project */
    public static void main(String[] args) throws Exception {
        LabelerSession ada = LabelerSession.signIn(URI.create(args[0]), Browser.sharedClient(), "ada");
        Admin admin = new Admin(ada, args[1]);
        admin.importPrompts(
                "demo.jsonl", List.of("{\"prompt\": \"Who flies the kite?\"}", "{\"prompt\": \"Who bakes?\"}"));
        admin.chooseSteps(List.of("reward", "ppo", "generate"), Map.of("ppo", Wire.write(DemoRecipes.ppo())));
    }
}
