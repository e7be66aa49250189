"""ONNX Runtime, on exports of the nets from PyTorch. Usage: peer_onnxruntime.py THREADS"""

import io
import sys
import warnings

import onnxruntime
import torch

from answer import serve
from nets import NETS

warnings.filterwarnings("ignore")
torch.manual_seed(1)


def session(module, x):
    file = io.BytesIO()
    torch.onnx.export(module, (x,), file, dynamo=False, opset_version=17)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(sys.argv[1])
    options.log_severity_level = 3
    runs = onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])
    rows = {runs.get_inputs()[0].name: x.numpy()}
    return lambda: runs.run(None, rows)


def make(model):
    net = NETS[model]
    module = net.make().eval()
    x = net.inputs(net.batch)
    return {"batch": session(module, x), "one": session(module, x[:1].clone())}


serve("ONNX Runtime", onnxruntime.__version__, make)
