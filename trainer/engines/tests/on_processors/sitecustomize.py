"""OpenRLHF on processors: it calls CUDA by name where it means the device that it runs on. With this folder on PYTHONPATH, Python reads
this file at its start.
"""

import sys

if any("process.py" in word for word in sys.orig_argv):
    import torch
    from torch.distributed import device_mesh

    torch.cuda.set_device = lambda *_: None
    torch.cuda.current_device = lambda: "cpu"
    torch.cuda.synchronize = lambda *_: None
    mesh = device_mesh.init_device_mesh
    device_mesh.init_device_mesh = lambda _, *shape, **names: mesh("cpu", *shape, **names)
