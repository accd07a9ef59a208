package hone.bench.circle;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Answer;
import hone.bench.world.Person;
import hone.bench.world.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightAnswersTest {
    private static final Prompt SUM = new Prompt.Sum("What is 27 + 35?", 27, 35);
    private static final Prompt.Fact FACT = new Prompt.Fact(Person.all().getFirst(), Prompt.About.JOB);
    private static final Answer RIGHT = Answer.whole("27 + 35 = 62.");
    private static final Answer WRONG = Answer.whole("27 + 35 = 63.");

    @Test
    void eachPromptHasTheShareOfItsAnswersThatAreRight() {
        List<Prompt> prompts = List.of(SUM, FACT, SUM);
        List<Answer> answers =
                List.of(RIGHT, WRONG, Answer.whole(FACT.reply()), Answer.whole("I don't know."), RIGHT, RIGHT);

        assertThat(RightAnswers.shares(Prompt.Sum.class, prompts, answers)).containsExactly(0.5, 1.0);
        assertThat(RightAnswers.shares(Prompt.Fact.class, prompts, answers)).containsExactly(0.5);
    }
}
