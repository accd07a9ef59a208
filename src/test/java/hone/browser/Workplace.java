package hone.browser;

import com.microsoft.playwright.options.FilePayload;
import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.outbox.KafkaClients;
import hone.run.TrainerDouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A project of its own for a test, made by an admin through the app, as an admin would. */
public final class Workplace {
    private final RunningHone hone;
    private final Visitor ada;
    private final String name;
    private final String slug;

    private Workplace(RunningHone hone, Visitor ada, String name, String slug) {
        this.hone = hone;
        this.ada = ada;
        this.name = name;
        this.slug = slug;
    }

    /** @param judgmentsPerTask how many people each task is handed to */
    static Workplace with(RunningHone hone, int judgmentsPerTask, String... members) {
        Visitor ada = hone.visit("ada");
        String name = "Kind endings " + UUID.randomUUID().toString().substring(0, 8);
        ada.post("/projects", Map.of("name", name));
        Workplace made =
                new Workplace(hone, ada, name, hone.database().one("select slug from project where name = ?", name));
        for (WorkKind kind : WorkKind.values()) {
            hone.database().run("""
                    insert into asked_work (project_id, kind, enabled, judgments)
                    select id, ?, ?, ? from project where slug = ?""", kind.wireName(), kind.defaultSetting().on(), judgmentsPerTask, made.slug());
        }
        for (String member : members) {
            ada.post(made.at("/people"), Map.of("username", member));
        }
        return made;
    }

    public String name() {
        return name;
    }

    /** A path inside this project. */
    public String at(String rest) {
        return "/p/" + slug + rest;
    }

    public String slug() {
        return slug;
    }

    /** Somebody at their own window, before the next work of this kind. */
    Visitor opens(String username, String kind) {
        Visitor visitor = hone.visit(username);
        visitor.go(at("/work/" + kind));
        return visitor;
    }

    /** The admin, at their own window. */
    public Visitor admin() {
        return ada;
    }

    /** No answer makes a demonstration, one a correction, two a comparison, four a ranking. */
    public Workplace asks(String prompt, String... answers) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("prompt", prompt);
        row.put("answers", Arrays.asList(answers));
        return imports(List.of(Wire.write(row)));
    }

    /**
     * Four answers to be ranked. Half of all prompts with so many are asked about in pairs instead, chosen by the prompt's text:
     * so it is varied until one is to be ranked.
     */
    public Workplace asksForARanking(String prompt, String... answers) {
        for (int attempt = 1; attempt <= 20; attempt++) {
            asks(prompt + " (" + attempt + ")", answers);
            long rankings = hone.database().number("""
                            select count(*) from task t join project p on p.id = t.project_id
                            where p.slug = ? and t.kind = 'ranking'""", slug);
            if (rankings > 0) {
                return this;
            }
        }
        throw new AssertionError("of 20 prompts with four answers none is to be ranked");
    }

    /** Whatever is asked of prompts by itself, and what is not. */
    Workplace asksEveryKind() {
        hone.database()
                .run(
                        "update asked_work set enabled = true where project_id = (select id from project where slug = ?)",
                        slug);
        return this;
    }

    Workplace imports(List<String> lines) {
        ada.upload(
                at("/imports"),
                new FilePayload(
                        "prompts.jsonl",
                        "application/octet-stream",
                        String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        start();
        return this;
    }

    /** A file shows its first rows and waits until somebody starts it. */
    private void start() {
        String newest = hone.database().one("""
                select b.id from import_batch b join project p on p.id = b.project_id where p.slug = ? order by b.id desc limit 1""", slug);
        if (hone.database().number("select count(*) from import_batch where id = ?::uuid and begun_at is null", newest)
                == 1) {
            ada.post(at("/imports/" + newest + "/preview/start"), Map.of());
        }
        hone.database()
                .awaitThat(
                        "the file is read",
                        "select 1 from import_batch where id = ?::uuid and ended_at is not null",
                        newest);
    }

    /** So many comparisons, each with its own prompt and answers. */
    Workplace asksForComparisons(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            lines.add(Wire.write(Map.of(
                    "prompt",
                    "Tell a story about kite number " + i + ".",
                    "answers",
                    List.of(
                            "Kite " + i + " flew home and everybody laughed.",
                            "Kite " + i + " was lost. Nobody cared."))));
        }
        return imports(lines);
    }

    /** As if the time of everybody's work here had ended: it is free as soon as somebody asks for work. */
    public void leasesEnd() {
        hone.database().run("""
                        update slot set lease_until = now() - interval '1 minute'
                        where state = 'taken' and project_id = (select id from project where slug = ?)""", slug);
    }

    /** The model that rounds start from; its weights are nowhere, for nothing is trained here. */
    void hasABaseModel() {
        UUID model = UUID.randomUUID();
        hone.database().run("""
                        insert into model_version (id, name, kind, sha256, chat_template, created_at)
                        values (?, ?, 'policy', ?, 'hone', now())""", model, "base-of-" + slug, Wire.sha256(slug.getBytes(StandardCharsets.UTF_8)));
        hone.database().run("""
                        insert into current_model (project_id, model_version_id, made_at, why)
                        select id, ?, now(), 'The first.' from project where slug = ?""", model, slug);
    }

    /** The model that ships is current here, and the model server answers with it. */
    void talksWithTheModelThatShips() {
        makesCurrent(hone.serves(TalkativeModel.SHIPPED));
    }

    /** A model is current here whose answers end at the limit of tokens only, and that is far away. */
    void talksWithAModelThatDoesNotEnd() {
        String sha256 = hone.serves(TalkativeModel.ENDLESS);
        hone.database().run("""
                        insert into model_version (id, name, kind, sha256, chat_template, created_at)
                        select ?, 'endless', 'policy', ?, 'hone', now()
                        where not exists (select 1 from model_version where sha256 = ?)""", UUID.randomUUID(), sha256, sha256);
        hone.database().run("update project set response_tokens_max = 3500 where slug = ?", slug);
        makesCurrent(sha256);
    }

    private void makesCurrent(String sha256) {
        hone.database().run("""
                        insert into current_model (project_id, model_version_id, made_at, why)
                        select p.id, m.id, now(), 'The first.' from project p, model_version m
                        where p.slug = ? and m.project_id is null and m.sha256 = ?""", slug, sha256);
        hone.awaitServed(slug);
    }

    /** Plays the trainer for this project until it is closed. */
    TrainerDouble trainer() {
        KafkaClients clients = new KafkaClients(hone.kafkaClient(), "hone.");
        return new TrainerDouble(clients, hone.database().one("select id from project where slug = ?", slug));
    }
}
