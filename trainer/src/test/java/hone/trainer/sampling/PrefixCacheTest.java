package hone.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on from an earlier text is answered as if all of it had been read. */
class PrefixCacheTest {
    private static final SamplingParameters LIKELIEST = SamplingParameters.of(0, 1);
    private static final int TOKENS = 8;

    @BeforeEach
    void start() {
        Torch.start(1);
    }

    private static List<Integer> random(int seed, int tokens) {
        return new Random(seed).ints(tokens, 3, 64).boxed().toList();
    }

    private record Answer(List<Integer> ids, int reused) {}

    private static Answer answer(RunningRows rows, List<Integer> prompt) {
        RunningRows.Row row = rows.begin(prompt, LIKELIEST, 1);
        List<Integer> ids = new ArrayList<>(List.of(row.token()));
        while (ids.size() < TOKENS) {
            rows.step();
            ids.add(row.token());
        }
        rows.end(row);
        return new Answer(ids, row.reusedTokens());
    }

    private static List<Integer> joined(List<Integer> one, List<Integer> other) {
        List<Integer> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static DecoderConfig config(int window) {
        ObjectNode json = (ObjectNode) Wire.read("""
                {"model_type":"mistral","vocab_size":64,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,
                 "num_key_value_heads":2,"head_dim":4,"intermediate_size":24,"max_position_embeddings":128,"rms_norm_eps":1e-5,
                 "rope_theta":10000.0,"tie_word_embeddings":true,"initializer_range":0.6}
                """, JsonNode.class);
        return DecoderConfig.of(window == 0 ? json.putNull("sliding_window") : json.put("sliding_window", window));
    }

    @ParameterizedTest(name = "window {0}")
    @ValueSource(ints = {0, 6})
    void theNextTurnOfAConversationIsAnsweredAsWithoutWhatIsKept(int window) {
        try (Decoder model = InitialWeights.random(config(window), 3);
                PrefixCache prefixes = new PrefixCache(1 << 20);
                PrefixCache none = new PrefixCache(0);
                RunningRows kept = new RunningRows(model, List.of(), prefixes);
                RunningRows whole = new RunningRows(model, List.of(), none)) {
            List<Integer> talk = random(1, 30);
            for (int turn = 0; turn < 3; turn++) {
                RunningRows.Row neighbour = kept.begin(random(50 + turn, 20), LIKELIEST, 2);
                Answer answer = answer(kept, talk);
                kept.end(neighbour);

                assertThat(answer.ids).isEqualTo(answer(whole, talk).ids);
                // All that was read and written before, but for the last token, which nothing was computed from.
                assertThat(answer.reused).isEqualTo(turn == 0 ? 0 : talk.size() - 5 - 1);
                talk = joined(joined(talk, answer.ids), random(10 + turn, 5));
            }
            Answer other = answer(kept, joined(talk.subList(0, 17), random(20, 4)));
            assertThat(other.reused).isEqualTo(17);
            assertThat(other.ids).isEqualTo(answer(whole, joined(talk.subList(0, 17), random(20, 4))).ids);
            assertThat(answer(kept, talk.subList(0, 15)).reused)
                    .as("too few tokens")
                    .isZero();
        }
    }

    @Test
    void theTokenThatTheAnswerFollowsIsAlwaysRead() {
        try (Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3);
                PrefixCache prefixes = new PrefixCache(1 << 20);
                RunningRows rows = new RunningRows(model, List.of(), prefixes)) {
            Answer first = answer(rows, random(1, 20));
            Answer again = answer(rows, random(1, 20));

            assertThat(again.reused).isEqualTo(19);
            assertThat(again.ids).isEqualTo(first.ids);
        }
    }

    @Test
    void whatWasUsedLongestAgoIsForgottenFirstAndNothingLeaks() {
        long before = Scope.keptObjects();
        // Keys and values of two layers, two heads of 4, four bytes each: 128 bytes a token, and 27 tokens a text.
        long ofAText = 128 * (20 + TOKENS - 1);
        try (Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3);
                PrefixCache prefixes = new PrefixCache(2 * ofAText);
                RunningRows rows = new RunningRows(model, List.of(), prefixes)) {
            answer(rows, random(1, 20));
            answer(rows, random(2, 20));
            assertThat(prefixes.bytes()).isEqualTo(2 * ofAText);
            assertThat(answer(rows, random(1, 20)).reused).isEqualTo(19);

            answer(rows, random(3, 20));

            assertThat(prefixes.bytes()).isEqualTo(2 * ofAText);
            assertThat(answer(rows, random(2, 20)).reused).isZero();
            answer(rows, random(4, 50));
            assertThat(prefixes.bytes()).as("what is too large is not kept").isLessThanOrEqualTo(2 * ofAText);
        }
        assertThat(Scope.keptObjects()).isEqualTo(before);
    }
}
