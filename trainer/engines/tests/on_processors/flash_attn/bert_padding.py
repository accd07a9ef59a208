def absent(*_, **__):
    raise RuntimeError("flash-attn is not here")


index_first_axis = pad_input = rearrange = unpad_input = absent
