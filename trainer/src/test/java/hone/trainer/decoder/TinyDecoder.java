package hone.trainer.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;

/** The configuration of a model that is made of random weights in no time. */
public final class TinyDecoder {
    public static final DecoderConfig CONFIG = DecoderConfig.of(Wire.read("""
            {"model_type":"llama","vocab_size":64,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,
             "num_key_value_heads":2,"head_dim":4,"intermediate_size":24,"max_position_embeddings":64,"rms_norm_eps":1e-5,
             "rope_theta":10000.0,"tie_word_embeddings":true,"initializer_range":0.6}
            """, JsonNode.class));

    private TinyDecoder() {}
}
