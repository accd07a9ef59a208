package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a format can't hold refuses its row by the field's name. */
class RefusalsByFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "trl-preference|{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"a\"}|Both answers are the same text.",
                "trl-preference|{\"prompt\":\"q\",\"chosen\":\"a\"}|The field “rejected” is missing.",
                "trl-preference|{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\",\"margin\":\"much\"}|The field “margin” is not a number.",
                "trl-preference|{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\",\"margin\":Infinity}|The field “margin” is not a number.",
                "trl-preference|{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\",\"weight\":3}|The field “weight” is no number from 0 to 1.",
                "trl-preference|{\"prompt\":\"q\",\"chosen\":[{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"},{\"role\":\"assistant\",\"content\":\"c\"}],\"rejected\":\"b\"}|The field “chosen” is more than one answer.",
                "trl-preference|{\"chosen\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"b\"}]}|“chosen” and “rejected” don’t begin with the same question.",
                "trl-preference|{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\",\"context\":\"Read this first.\"}|The field “context” is not read.",
                "trl-preference|{\"prompt\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"}],\"system\":\"t\",\"chosen\":\"a\",\"rejected\":\"b\"}|There are two system texts.",
                "trl-kto|{\"prompt\":\"q\",\"completion\":\"a\",\"label\":\"good\"}|The field “label” is neither true nor false.",
                "trl-kto|{\"prompt\":\"q\",\"completion\":\"a\"}|The field “label” is missing.",
                "trl-prompt-completion|{\"prompt\":\"q\",\"completion\":\"\"}|A text is empty.",
                "trl-prompts|{\"prompt\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}|The last message is not from the person.",
                "messages|{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\"}}]}]}|The field “tool_calls” of a message is not read.",
                "messages|{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"tool\",\"content\":\"4\"},{\"role\":\"assistant\",\"content\":\"a\"}]}|A role is system, user or assistant.",
                "messages|{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0}]}|Nothing in the conversation is to be learned.",
                "messages|{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0.5}]}|The field “weight” of a message is neither 0 nor 1.",
                "messages|{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}|The field “tools” is not read.",
                "messages|{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"b\"}]}|The first message is the assistant’s.",
                "openai-preference|{\"input\":\"q\",\"preferred_output\":[],\"non_preferred_output\":[]}|The field “input” is not an object.",
                "hh-rlhf|{\"chosen\":\"\\n\\nHuman: a\\n\\nAssistant: b\",\"rejected\":\"b\"}|The field “rejected” is no transcript.",
                "alpaca|{\"instruction\":\"q\",\"output\":7}|The field “output” is not a text.",
                "alpaca|{\"instruction\":\"q\",\"output\":\"a\",\"explanation\":\"Because.\"}|The field “explanation” is not read.",
                "sharegpt|{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"function_call\",\"value\":\"{}\"}]}|A turn is from human, gpt or system.",
                "scored|{\"prompt\":\"q\",\"response\":\"a\",\"helpfulness\":\"high\"}|The field “helpfulness” is not a number.",
                "helpsteer-preference|{\"prompt\":\"q\",\"response_1\":\"a\",\"response_2\":\"b\",\"preference_strength\":9}|The field “preference_strength” is no number from −3 to 3.",
                "arena|{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"x\",\"conversation_a\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"conversation_b\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"b\"}]}|The field “winner” is none of model_a, model_b, tie and tie (bothbad).",
                "arena|{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"tie\",\"conversation_a\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"r\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"conversation_b\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"b\"}]}|The field “conversation_a” is more than one answer.",
                "label-studio|{\"data\":{\"picture\":\"/x.png\"},\"annotations\":[]}|Which field of the task is the question is not clear.",
                "label-studio|{\"data\":{\"prompt\":\"q\",\"answer\":\"a\"},\"annotations\":[{\"id\":1,\"result\":[{\"type\":\"labels\",\"from_name\":\"span\",\"to_name\":\"answer\",\"value\":{\"labels\":[\"x\"]}}]}]}|A judgment of the type “labels” is not read.",
                "label-studio|{\"data\":{\"prompt\":\"q\",\"answers\":[{\"id\":\"m0\",\"body\":\"a\"},{\"id\":\"m1\",\"body\":\"b\"}]},\"annotations\":[{\"id\":1,\"result\":[{\"type\":\"ranker\",\"from_name\":\"r\",\"to_name\":\"answers\",\"value\":{\"ranker\":{\"r\":[\"m0\",\"m7\"]}}}]}]}|A ranking names an answer that the task does not have.",
                "label-studio|{\"data\":{\"prompt\":\"q\",\"answer\":\"a\",\"passage\":\"Read this first.\"},\"annotations\":[]}|The field “passage” of the task’s data is not read.",
                "argilla|{\"fields\":{\"prompt\":\"q\",\"response\":\"a\"},\"responses\":{\"spans\":[{\"value\":[{\"label\":\"x\",\"start\":0,\"end\":1}],\"user_id\":\"u\"}]}}|An answer of a kind that is not read.",
                "oasst-messages|{\"message_id\":\"a\",\"parent_id\":null,\"role\":\"prompter\",\"text\":\"q\",\"message_tree_id\":\"a\"}|The tree has no question with replies.",
                "text|{\"text\":\" \"}|A text is empty.",
                "hone-records|{\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],\"responses\":[],\"decisions\":[{\"kind\":\"preferred\",\"chosen\":0,\"rejected\":1}]}|A decision can’t be so.",
            })
    void aRowThatAFormatCannotHoldSaysWhy(String format, String row, String reason) {
        assertThat(ReadFile.refused(format, row).reason()).isEqualTo(reason);
    }

    @Test
    void toolCallsAreKeptByChoiceWhereTheirTurnSaysSomething() {
        Outcome kept = ReadFile.row(
                Formats.named("messages").orElseThrow(), ReadOptions.DEFAULT.with(ReadOptions.UnreadFields.KEEP), """
                {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "tool_calls": [{"id": "c"}]}], "tools": [{"type": "function"}]}""");

        assertThat(((Outcome.Taken) kept).items().getFirst().metadata().keySet())
                .containsExactlyInAnyOrder("tools", "Message 2: tool_calls");
    }

    @Test
    void eachTurnOfTheAssistantIsADemonstrationByChoice() {
        String row = """
                {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "r"}, {"role": "assistant", "content": "b"}]}""";
        Format format = Formats.named("messages").orElseThrow();

        Outcome.Taken last = (Outcome.Taken) ReadFile.row(format, ReadOptions.DEFAULT, row);
        Outcome.Taken each =
                (Outcome.Taken) ReadFile.row(format, ReadOptions.DEFAULT.with(ReadOptions.AssistantTurns.EACH), row);

        assertThat(last.items()).hasSize(1);
        assertThat(last.remarks()).singleElement().asString().contains("last turn is the demonstration");
        assertThat(each.items().stream()
                        .map(item -> ((Item.Conversation) item).prompt().size()))
                .containsExactly(1, 3);
        assertThat(each.remarks()).isEmpty();
    }
}
