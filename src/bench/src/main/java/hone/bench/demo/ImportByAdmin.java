package hone.bench.demo;

import hone.bench.http.Browser;
import java.net.URI;
import java.util.List;

/**
 * The first thing the demo does, by itself: its admin imports two prompts into a Hone that is running. The app's tests run it
 * against their pages, since a page that changes would otherwise break the demo unseen.
 */
public final class ImportByAdmin {
    private ImportByAdmin() {}

    /** @param args the app's address and the slug of a project */
    public static void main(String[] args) throws Exception {
        LabelerSession ada = LabelerSession.signIn(URI.create(args[0]), Browser.sharedClient(), "ada");
        new Admin(ada, args[1])
                .importPrompts(
                        "demo.jsonl", List.of("{\"prompt\": \"Who flies the kite?\"}", "{\"prompt\": \"Who bakes?\"}"));
    }
}
