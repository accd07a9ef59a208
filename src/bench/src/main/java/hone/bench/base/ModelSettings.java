package hone.bench.base;

import hone.contract.PretrainOptimizer;
import hone.contract.PretrainRecipe;

/** The settings of the shipped model; most were found by trial, and the README beside the model says which. */
final class ModelSettings {
    static final int VOCABULARY = 1024;
    static final long SEED = 1;
    static final int THREADS = 1;

    /** 1.2 epochs of the corpus; a checkpoint about every half minute. */
    static final PretrainRecipe PRETRAIN =
            new PretrainRecipe(3600, 20, 512, PretrainOptimizer.withRate(2.5e-3, 100), 200);

    /** A Llama of 1.4 million parameters, its output head tied to the embedding. */
    static final String CONFIG = """
            {
              "architectures": ["LlamaForCausalLM"],
              "model_type": "llama",
              "vocab_size": 1024,
              "hidden_size": 160,
              "intermediate_size": 432,
              "num_hidden_layers": 4,
              "num_attention_heads": 5,
              "num_key_value_heads": 5,
              "head_dim": 32,
              "hidden_act": "silu",
              "max_position_embeddings": 512,
              "rms_norm_eps": 1e-05,
              "rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"},
              "initializer_range": 0.02,
              "attention_bias": false,
              "mlp_bias": false,
              "tie_word_embeddings": true,
              "pad_token_id": 0,
              "bos_token_id": 1,
              "eos_token_id": 1,
              "dtype": "float32"
            }
            """;

    private ModelSettings() {}
}
