package hone.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankedTreesTest {
    /** Two questions, one after the other; one answer is a program's, one was deleted, one has no rank. */
    private static final String TREE = """
            {"message_tree_id": "1", "prompt": {"text": "Two and two?", "role": "prompter", "replies": [
              {"text": "Five.", "role": "assistant", "rank": 1, "replies": []},
              {"text": "Four.", "role": "assistant", "rank": 0, "replies": [
                {"text": "And three?", "role": "prompter", "replies": [
                  {"text": "Seven.", "role": "assistant", "rank": 0},
                  {"text": "Eight, I am sure of that.", "role": "assistant", "rank": 1}]},
                {"text": "Why?", "role": "prompter", "replies": [{"text": "So it is.", "role": "assistant", "rank": 0}]}]},
              {"text": "4", "role": "assistant", "rank": 2, "synthetic": true},
              {"text": "Six.", "role": "assistant", "rank": 3, "deleted": true},
              {"text": "Who knows.", "role": "assistant"}]}}
            """.replace("\n", " ") + "\n";

    @TempDir
    Path folder;

    @Test
    void questionsWithTwoRankedAnswersOfPeopleAreReadWithWhatCameBefore() throws IOException {
        RankedTrees trees = read(10, 1000);

        assertThat(trees.questions())
                .containsExactly(
                        new RankedTrees.Asked(List.of(Message.user("Two and two?")), List.of("Four.", "Five.")),
                        new RankedTrees.Asked(
                                List.of(
                                        Message.user("Two and two?"),
                                        Message.assistant("Four."),
                                        Message.user("And three?")),
                                List.of("Seven.", "Eight, I am sure of that.")));
    }

    @Test
    void longOnesAndThoseThatAreTooManyAreLeftOut() throws IOException {
        assertThat(read(10, 30).questions()).hasSize(1);
        assertThat(read(1, 1000).questions()).hasSize(1);
    }

    @Test
    void theBestAnswerIsWrittenAndPreferredToTheWorst() throws IOException {
        RankedTrees trees = read(1, 1000);

        assertThat(trees.demonstrations().getFirst())
                .contains("\"completion\":[{\"role\":\"assistant\",\"content\":\"Four.\"}]");
        assertThat(trees.preferences().getFirst())
                .contains("\"chosen\":[{\"role\":\"assistant\",\"content\":\"Four.\"}]")
                .contains("\"rejected\":[{\"role\":\"assistant\",\"content\":\"Five.\"}]");
    }

    private RankedTrees read(int questionsMax, int charactersMax) throws IOException {
        return RankedTrees.read(Files.writeString(folder.resolve("trees.jsonl"), TREE), questionsMax, charactersMax);
    }
}
