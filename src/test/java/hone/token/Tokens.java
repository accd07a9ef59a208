package hone.token;

import hone.labeler.Labeler;
import hone.project.Member;
import hone.project.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens for tests, as the page makes them. */
@ApplicationScoped
public class Tokens {
    private final AccessToken.Repo tokens;
    private final Labeler.Repo labelers;
    private final Member.Repo members;

    Tokens(AccessToken.Repo tokens, Labeler.Repo labelers, Member.Repo members) {
        this.tokens = tokens;
        this.labelers = labelers;
        this.members = members;
    }

    /** Of an account of its own, for every project. */
    @Transactional
    public String of(String... scopes) {
        return make(null, null, List.of(scopes)).text();
    }

    /** Of an account that is a member of the project and sees no other. */
    @Transactional
    public String in(Project project, String... scopes) {
        return make(project, null, List.of(scopes)).text();
    }

    @Transactional
    public String endedAt(Instant end, String... scopes) {
        return make(null, end, List.of(scopes)).text();
    }

    private TokenSecret make(@Nullable Project project, @Nullable Instant end, List<String> scopes) {
        Instant now = Instant.now();
        Labeler account = Labeler.account("account-" + UUID.randomUUID(), "Test program", now);
        labelers.persist(account);
        if (project != null) {
            members.add(Member.of(project.id, account.id, null, now));
        }
        return tokens.issue(
                new AccessToken.Wanted(
                        account.id,
                        Optional.ofNullable(project).map(p -> p.id),
                        scopes,
                        Optional.ofNullable(end),
                        account.id),
                now);
    }
}
