package hone.trainer.decoder;

/** How families of one make are built: what their files contain, and the parts that are made of it. */
interface Assembly {
    Layout layout(DecoderConfig config);

    StackedDecoder.Parts parts(DecoderConfig config, Parameters parameters);
}
