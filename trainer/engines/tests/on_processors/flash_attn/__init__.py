"""In place of flash-attn, which is built for accelerators only: OpenRLHF imports these names and, without packing, never calls them."""
