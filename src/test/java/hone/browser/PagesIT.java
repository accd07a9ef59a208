package hone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every page that links lead to, at three widths: it is there, and it keeps the {@link PageRules}. */
@InTheBrowser
class PagesIT {
    private static final List<Integer> WIDTHS = List.of(320, 390, 1280);
    private static final int PAGES_MAX = 120;

    @Test
    void everyPageThatLinksLeadToKeepsTheRules(RunningHone hone) {
        Gallery gallery = Gallery.prepared(hone);
        List<String> beginnings = new ArrayList<>(gallery.beginnings());
        beginnings.add(gallery.aLineage(hone));
        for (String kind : List.of("comparison", "ranking", "correction", "demonstration")) {
            beginnings.add(gallery.full().at("/guidelines/" + kind + "/edit"));
        }

        Walk admin = new Walk(hone.visit("ada"), gallery, beginnings);
        Walk labeler = new Walk(
                hone.visit("lena"),
                gallery,
                List.of("/home", "/projects", gallery.full().at("")));

        assertThat(admin.broken).isEmpty();
        assertThat(labeler.broken).isEmpty();
        assertThat(admin.seen).hasSizeGreaterThan(30);
        assertThat(labeler.seen).hasSizeGreaterThan(10);
    }

    @Test
    void theFocusIsAlwaysVisible(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        for (String path : List.of("/home", "/projects", place.at("/work/comparison"))) {
            lena.go(path);
            assertThat(PageRules.withoutVisibleFocus(lena, 40)).as(path).isEmpty();
        }
        Visitor ada = place.admin();
        for (String path :
                List.of(place.at("/settings"), place.at("/guidelines/comparison/edit"), place.at("/rounds"))) {
            ada.go(path);
            assertThat(PageRules.withoutVisibleFocus(ada, 40)).as(path).isEmpty();
        }
    }

    /** Twice as large on a window of 1280 by 900; and the narrowest screen. What is on looks and is called so. */
    @Test
    void bothAnswersCanBeReadAtDoubleSizeAndNoStepOfTheScaleIsCut(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor large = hone.visit("lena", new Screen(640, 450, false, "en-GB"));
        large.go(place.at("/work/comparison"));
        Object covered = large.page().evaluate("""
                () => [...document.querySelectorAll('.answer .prose')].filter((text) => {
                  text.scrollIntoView({ block: 'center' });
                  const box = text.getBoundingClientRect();
                  return [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].some(
                    (y) => !text.contains(document.elementFromPoint(box.left + box.width / 2, y)));
                }).length""");
        assertThat(covered).isEqualTo(0);

        Visitor narrow = hone.visit("lena", new Screen(320, 700, false, "en-GB"));
        narrow.go(large.path());
        Object cut = narrow.page().evaluate("""
                () => [...document.querySelectorAll('.scale .step')].filter((step) => {
                  const box = step.getBoundingClientRect(), word = step.querySelector('.short');
                  const range = document.createRange();
                  range.selectNodeContents(word);
                  const text = range.getBoundingClientRect();
                  return text.left < box.left || text.right > box.right;
                }).map((step) => step.textContent)""");
        assertThat((List<?>) cut).isEmpty();

        Visitor lena = hone.visit("lena");
        lena.go(large.path());
        String sign = "() => getComputedStyle(document.querySelector('[data-do=raw]'), '::before').content";
        assertThat(lena.page().evaluate(sign)).isEqualTo("none");
        lena.press("v");
        assertThat(lena.page().evaluate(sign)).isEqualTo("\"✓\"");
    }

    /** From page to page along links, as far as they stay in the gallery's projects. */
    private static final class Walk {
        private final Set<String> seen = new LinkedHashSet<>();
        private final List<String> broken = new ArrayList<>();
        private final Deque<String> next = new ArrayDeque<>();
        private final Map<String, String> from = new HashMap<>();
        private final Visitor visitor;
        private final Gallery gallery;

        Walk(Visitor visitor, Gallery gallery, List<String> beginnings) {
            this.visitor = visitor;
            this.gallery = gallery;
            next.addAll(beginnings);
            while (!next.isEmpty() && seen.size() < PAGES_MAX) {
                look(next.poll());
            }
        }

        private void look(String path) {
            if (!seen.add(path)) {
                return;
            }
            Response answer = visitor.page().navigate(visitor.hone().at(path));
            if (answer == null || answer.status() >= 400) {
                broken.add(path + ", linked from " + from.get(path) + ": "
                        + (answer == null ? "no answer" : answer.status()));
                return;
            }
            for (int width : WIDTHS) {
                visitor.page().setViewportSize(width, 900);
                PageRules.brokenBy(visitor).forEach(rule -> broken.add(path + " at " + width + ": " + rule));
            }
            Object links = visitor.page().evaluate("""
                    () => [...document.querySelectorAll('a[href]:not([download])')]
                        .filter((a) => a.origin === location.origin && !a.closest('.prose'))
                        .map((a) => a.pathname + a.search)""");
            ((List<?>) links).stream().map(String::valueOf).filter(this::isHere).forEach(link -> {
                from.putIfAbsent(link, path);
                next.add(link);
            });
        }

        private boolean isHere(String path) {
            return path.startsWith(gallery.full().at(""))
                    || path.startsWith(gallery.empty().at("/"))
                    || List.of("/home", "/projects", "/keys", "/dead-letters", "/tokens", "/webhooks", "/developers")
                            .contains(path);
        }
    }
}
