package hone.trainer.decoder;

import java.util.List;
import java.util.Set;

/**
 * Fields of config.json that say nothing about what a model computes from given ids: who wrote it, how it was trained, how
 * transformers is to run it, what ids mean, how answers are sampled by default. Dropout is among them: there is none here, in
 * training or after it.
 */
final class HarmlessFields {
    private static final Set<String> NAMES = Set.of(
            // who wrote it and with what
            "_name_or_path",
            "name_or_path",
            "model_type",
            "transformers_version",
            "tokenizer_class",
            "finetuning_task",
            "is_llama_config",
            "max_sequence_length",
            "language",
            "license",
            // how it is run
            "use_cache",
            "cache_implementation",
            "return_dict",
            "use_return_dict",
            "torchscript",
            "use_bfloat16",
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "return_dict_in_generate",
            "chunk_size_feed_forward",
            "pretraining_tp",
            "gradient_checkpointing",
            "reorder_and_upcast_attn",
            "attn_implementation",
            "_attn_implementation",
            "_attn_implementation_autoset",
            "_attn_implementation_internal",
            "tf_legacy_loss",
            "is_decoder",
            // training
            "attention_dropout",
            "hidden_dropout",
            "attn_pdrop",
            "embd_pdrop",
            "resid_pdrop",
            "classifier_dropout",
            "output_router_logits",
            // what ids mean
            "bos_token_id",
            "eos_token_id",
            "pad_token_id",
            "sep_token_id",
            "unk_token_id",
            "decoder_start_token_id",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "prefix",
            "task_specific_params",
            "id2label",
            "label2id",
            "num_labels",
            "problem_type",
            // heads of other uses, which would show as surplus tensors
            "summary_activation",
            "summary_first_dropout",
            "summary_proj_to_labels",
            "summary_type",
            "summary_use_proj",
            "predict_special_tokens",
            "output_past",
            "_num_labels",
            "xla_device",
            // sampling
            "do_sample",
            "temperature",
            "top_k",
            "top_p",
            "typical_p",
            "max_length",
            "min_length",
            "max_new_tokens",
            "num_beams",
            "num_beam_groups",
            "diversity_penalty",
            "repetition_penalty",
            "length_penalty",
            "early_stopping",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "bad_words_ids",
            "num_return_sequences",
            "exponential_decay_length_penalty",
            "suppress_tokens",
            "begin_suppress_tokens",
            "remove_invalid_values");

    /** Fields of other programs, which put their own name in front: ours, and those of a few that are common on the hub. */
    private static final List<String> BEGINNINGS = List.of("hone_", "transformers.js", "unsloth_", "_commit");

    private HarmlessFields() {}

    static boolean has(String field) {
        return NAMES.contains(field) || BEGINNINGS.stream().anyMatch(field::startsWith);
    }
}
