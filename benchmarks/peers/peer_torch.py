"""PyTorch. Usage: peer_torch.py THREADS [compile]"""

import copy
import sys

import torch

from answer import Training, serve
from nets import NETS

COMPILED = sys.argv[2:] == ["compile"]
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


def make(model):
    net = NETS[model]
    module = net.make()
    optimizer = torch.optim.Adam(module.parameters(), lr=1e-3, fused=True)
    forward = torch.compile(module) if COMPILED else module
    x, y = net.inputs(net.batch), net.targets(net.batch)
    one = x[:1].clone()

    def train():
        module.train()
        optimizer.zero_grad(set_to_none=True)
        net.loss(forward(x), y).backward()
        optimizer.step()

    begun = copy.deepcopy(module.state_dict())

    def restart():
        module.load_state_dict(begun)
        for memory in optimizer.state.values():
            for tensor in memory.values():
                tensor.zero_()

    def serving(rows):
        def step():
            module.eval()
            with torch.inference_mode():
                forward(rows)
        return step

    return {"train": Training(train, restart), "batch": serving(x), "one": serving(one)}


serve("PyTorch compile" if COMPILED else "PyTorch", torch.__version__, make)
