"""Writes the cases of this folder with PyTorch, in float64 on a CPU.

Every op, but under other names, with other shapes and other attributes than in `../reference`: what reads cases has to take all
of them from the files. Run it here: `python make.py`.
"""

import json
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(20)
cases = []


def numbers(*shape, scale=1.0):
    """Exact in float32, so that a program in float32 starts from the same."""
    return (torch.randn(*shape) * scale).float().double()


def write(name, kind, op, attrs, tensors, note=None):
    file = f"{len(cases):02d}.safetensors"
    header, data = {}, b""
    for key, value in tensors.items():
        array = np.ascontiguousarray(value.detach().numpy()).reshape(value.shape)
        kinds = {"float64": "F64", "int64": "I64"}
        stop = len(data) + array.nbytes
        header[key] = {"dtype": kinds[str(array.dtype)], "shape": list(array.shape), "data_offsets": [len(data), stop]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)
    shapes = {k: [str(v.dtype).replace("torch.", ""), list(v.shape)] for k, v in tensors.items()}
    case = {"name": name, "kind": kind, "op": op, "attrs": attrs, "file": file, "tensors": shapes}
    if note:
        case["note"] = note
    cases.append(case)


def layer(name, op, attrs, function, inputs, params=None, state=None, new=None):
    """`function` takes inputs, then parameters, and gives the output."""
    params = params or {}
    values = {"in." + k: v for k, v in inputs.items()} | {"param." + k: v for k, v in params.items()}
    leaves = {k: v.clone().requires_grad_(v.is_floating_point()) for k, v in values.items()}
    y = function(*leaves.values())
    gradout = numbers(*y.shape)
    (y * gradout).sum().backward()
    tensors = dict(values) | {"state." + k: v.clone() for k, v in (state or {}).items()}
    tensors |= {"out.y": y, "gradout.y": gradout}
    tensors |= {"grad." + k: v.grad for k, v in leaves.items() if v.requires_grad}
    tensors |= {"newstate." + k: v for k, v in (new or {}).items()}
    write(name, "layer", op, attrs, tensors)


def module(name, op, attrs, made, inputs, names, pick=lambda y: y):
    """A layer of torch.nn; `names` gives the case's name of each of its parameters."""
    made = made.double()
    with torch.no_grad():
        for p in made.parameters():
            p.copy_(numbers(*p.shape, scale=0.5))
    theirs = [n for n, _ in made.named_parameters()]

    def run(x, *values):
        return pick(torch.func.functional_call(made, dict(zip(theirs, values)), (x,)))

    params = {names.get(n, n): p.detach().clone() for n, p in made.named_parameters()}
    layer(name, op, attrs, run, inputs, params)


WEIGHTS = {"weight": "weight", "bias": "bias"}
SCALES = {"weight": "scale", "bias": "shift"}

# Activations.
layer("one axis", "gelu", {}, F.gelu, {"x": numbers(7)})
layer("64 bits", "hard_swish", {}, F.hardswish, {"x": numbers(2, 3, 4, scale=3)})
layer("a slope of 0.3", "leaky_relu", {"negative_slope": 0.3}, lambda x: F.leaky_relu(x, 0.3), {"x": numbers(3, 5)})
layer("a-b", "elu", {"alpha": 0.7}, lambda x: F.elu(x, 0.7), {"x": numbers(3, 2)})
layer("a_b", "celu", {"alpha": 0.6}, lambda x: F.celu(x, 0.6), {"x": numbers(3, 2)})
layer("down the rows", "softmax", {"axis": 0}, lambda x: F.softmax(x, 0), {"x": numbers(4, 3)})
layer("in the middle", "softmax", {"axis": -2}, lambda x: F.softmax(x, -2), {"x": numbers(3, 4, 2)})
layer("of axis 1", "log_softmax", {"axis": 1}, lambda x: F.log_softmax(x, 1), {"x": numbers(2, 5, 3)})
layer("halves of axis 1", "glu", {"axis": 1}, lambda x: F.glu(x, 1), {"x": numbers(2, 6, 3)})
module("PReLU", "prelu", {}, nn.PReLU(3), {"x": numbers(2, 3, 2, 4)}, {"weight": "alpha"})

# Layers of features.
module("net", "dense", {"units": 2}, nn.Linear(3, 2), {"x": numbers(6, 3)}, WEIGHTS)
module("dense of four axes", "dense", {"units": 4, "bias": False}, nn.Linear(3, 4, bias=False), {"x": numbers(2, 2, 3, 3)}, WEIGHTS)
module("layer norm", "layer_norm", {"epsilon": 0.01}, nn.LayerNorm(5, 0.01), {"x": numbers(4, 5)}, SCALES)
module("rms", "rms_norm", {"epsilon": 0.001}, nn.RMSNorm(3, 0.001), {"x": numbers(2, 2, 3)}, SCALES)
module("group", "group_norm", {"groups": 3, "epsilon": 0.001}, nn.GroupNorm(3, 6, 0.001), {"x": numbers(2, 6, 5)}, SCALES)
layer("instance", "instance_norm", {"epsilon": 0.01}, lambda x: F.instance_norm(x, eps=0.01), {"x": numbers(3, 2, 7)})
layer(
    "words",
    "embedding",
    {"entries": 6, "size": 3},
    lambda i, w: F.embedding(i, w),
    {"x": torch.randint(0, 6, (2, 4))},
    {"weight": numbers(6, 3)},
)

# Norms of a batch: the second case is evaluated with what the first began with.
x, scale, shift = numbers(5, 3, 4), numbers(3), numbers(3)
mean, variance = numbers(3), numbers(3).abs() + 0.5
new = {"mean": mean.clone(), "variance": variance.clone()}
layer(
    "batch 1",
    "batch_norm",
    {"momentum": 0.3, "epsilon": 0.001, "training": True},
    lambda x, s, b: F.batch_norm(x, new["mean"], new["variance"], s, b, True, 0.3, 0.001),
    {"x": x},
    {"scale": scale, "shift": shift},
    {"mean": mean, "variance": variance},
    new,
)
layer(
    "batch 2",
    "batch_norm",
    {"epsilon": 0.001, "training": False},
    lambda x, s, b: F.batch_norm(x, mean, variance, s, b, False, 0.3, 0.001),
    {"x": x},
    {"scale": scale, "shift": shift},
)

# Windows.
module(
    "line",
    "conv",
    {"channels": 6, "kernel": [2], "stride": [2], "dilation": [3], "groups": 3, "bias": False},
    nn.Conv1d(3, 6, 2, stride=2, dilation=3, groups=3, bias=False),
    {"x": numbers(2, 3, 10)},
    WEIGHTS,
)
module(
    "picture",
    "conv",
    {"channels": 4, "kernel": [2, 3], "stride": [3, 1], "padding": [1, 0], "dilation": [1, 2], "groups": 2},
    nn.Conv2d(2, 4, (2, 3), stride=(3, 1), padding=(1, 0), dilation=(1, 2), groups=2),
    {"x": numbers(3, 2, 5, 6)},
    WEIGHTS,
)
module(
    "volume",
    "conv",
    {"channels": 2, "kernel": [1, 2, 2], "stride": [2, 1, 2], "padding": [0, 1, 1]},
    nn.Conv3d(3, 2, (1, 2, 2), stride=(2, 1, 2), padding=(0, 1, 1)),
    {"x": numbers(1, 3, 3, 2, 4)},
    WEIGHTS,
)
module(
    "line, transposed",
    "conv_transpose",
    {"channels": 2, "kernel": [3], "stride": [3], "padding": [1], "output_padding": [2], "bias": False},
    nn.ConvTranspose1d(3, 2, 3, stride=3, padding=1, output_padding=2, bias=False),
    {"x": numbers(2, 3, 4)},
    WEIGHTS,
)
module(
    "picture, transposed",
    "conv_transpose",
    {"channels": 3, "kernel": [2, 3], "dilation": [1, 2]},
    nn.ConvTranspose2d(2, 3, (2, 3), dilation=(1, 2)),
    {"x": numbers(2, 2, 3, 4)},
    WEIGHTS,
)
for mode in "circular", "reflect", "replicate":
    layer(
        mode + " edges",
        "pad",
        {"mode": mode, "top": 0, "bottom": 2, "left": 1, "right": 0},
        lambda x, mode=mode: F.pad(x, (1, 0, 0, 2), mode=mode),
        {"x": numbers(1, 2, 4, 3)},
    )
layer("max of a line", "max_pool", {"kernel": [3], "stride": [2]}, lambda x: F.max_pool1d(x, 3, 2), {"x": numbers(2, 3, 8)})
layer(
    "max of a volume",
    "max_pool",
    {"kernel": [2, 1, 2], "stride": [1, 2, 2], "padding": [1, 0, 1]},
    lambda x: F.max_pool3d(x, (2, 1, 2), (1, 2, 2), (1, 0, 1)),
    {"x": numbers(1, 2, 3, 4, 4)},
)
layer(
    "mean with its border",
    "avg_pool",
    {"kernel": [3, 2], "stride": [1, 2], "padding": [1, 1], "count_padding": True},
    lambda x: F.avg_pool2d(x, (3, 2), (1, 2), (1, 1)),
    {"x": numbers(2, 2, 4, 6)},
)
layer("mean of all of a line", "global_avg_pool", {}, lambda x: x.mean(-1), {"x": numbers(2, 3, 5)})
layer("mean of all of a volume", "global_avg_pool", {}, lambda x: x.mean((2, 3, 4)), {"x": numbers(2, 3, 2, 2, 3)})
layer("two by five", "adaptive_avg_pool", {"size": [2, 5]}, lambda x: F.adaptive_avg_pool2d(x, (2, 5)), {"x": numbers(1, 2, 5, 7)})
layer("four of a line", "adaptive_avg_pool", {"size": [4]}, lambda x: F.adaptive_avg_pool1d(x, 4), {"x": numbers(2, 2, 6)})
layer("three times", "upsample", {"scale": 3, "mode": "nearest"}, lambda x: F.interpolate(x, scale_factor=3), {"x": numbers(2, 1, 2, 3)})
layer(
    "three times between",
    "upsample",
    {"scale": 3, "mode": "bilinear", "align_corners": False},
    lambda x: F.interpolate(x, scale_factor=3, mode="bilinear"),
    {"x": numbers(2, 1, 2, 3)},
)
layer(
    "turned",
    "spatial_transformer",
    {"mode": "bilinear", "padding": "zeros", "align_corners": False},
    lambda x, t: F.grid_sample(x, F.affine_grid(t, x.shape, False), align_corners=False),
    {"x": numbers(3, 1, 4, 3), "theta": numbers(3, 2, 3, scale=0.6)},
)

# Sequences.
first = lambda y: y[0]
final = lambda y: y[0][:, -1]
module("rnn, last", "rnn", {"units": 3, "return_sequence": False}, nn.RNN(2, 3, batch_first=True), {"x": numbers(2, 5, 2)}, {}, final)
module("lstm, last", "lstm", {"units": 2, "return_sequence": False}, nn.LSTM(4, 2, batch_first=True), {"x": numbers(3, 3, 4)}, {}, final)
module(
    "gru, both ways",
    "gru",
    {"units": 3, "bidirectional": True},
    nn.GRU(2, 3, batch_first=True, bidirectional=True),
    {"x": numbers(2, 4, 2)},
    {},
    first,
)
layer(
    "other lengths",
    "attention",
    {"causal": False},
    F.scaled_dot_product_attention,
    {"q": numbers(2, 2, 3, 4), "k": numbers(2, 2, 5, 4), "v": numbers(2, 2, 5, 4)},
)
layer(
    "no heads",
    "attention",
    {"causal": True},
    lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True),
    {"q": numbers(3, 4, 2), "k": numbers(3, 4, 2), "v": numbers(3, 4, 2)},
)
names = {"in_proj_weight": "in_weight", "in_proj_bias": "in_bias", "out_proj.weight": "out_weight", "out_proj.bias": "out_bias"}


class CausalHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = nn.MultiheadAttention(4, 4, batch_first=True)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        return self.heads(x, x, x, attn_mask=mask, is_causal=True, need_weights=False)[0]


module(
    "heads",
    "multi_head_attention",
    {"heads": 4, "causal": True},
    CausalHeads(),
    {"x": numbers(3, 3, 4)},
    {"heads." + k: v for k, v in names.items()},
)


# Losses.
def loss(name, op, attrs, function, prediction, target):
    leaf = prediction.clone().requires_grad_()
    value = function(leaf, target)
    value.backward()
    tensors = {"in.prediction": prediction, "in.target": target, "out.loss": value, "grad.in.prediction": leaf.grad}
    write(name, "loss", op, attrs, tensors)


labels = torch.randint(0, 3, (4,))
loss("numbers", "mse", {}, F.mse_loss, numbers(7), numbers(7))
loss("delta 0.3", "huber", {"delta": 0.3}, lambda p, t: F.huber_loss(p, t, delta=0.3), numbers(2, 3, 2), numbers(2, 3, 2))
loss("places", "cross_entropy", {}, F.cross_entropy, numbers(3, 4, 5), torch.randint(0, 4, (3, 5)))
loss(
    "a quarter",
    "cross_entropy_smoothed",
    {"label_smoothing": 0.25},
    lambda p, t: F.cross_entropy(p, t, label_smoothing=0.25),
    numbers(4, 3),
    labels,
)
weights = [2.0, 0.25, 1.5]
loss(
    "rare",
    "cross_entropy_weighted",
    {"class_weights": weights},
    lambda p, t: F.cross_entropy(p, t, torch.tensor(weights)),
    numbers(4, 3),
    labels,
)
loss(
    "chances",
    "binary_cross_entropy",
    {"from_logits": False},
    F.binary_cross_entropy,
    torch.rand(3, 2).float().double(),
    torch.rand(3, 2).float().double(),
)


# Optimizers.
def optimizer(name, op, attrs, make, *shape, steps=5):
    start = numbers(*shape)
    gradients = numbers(steps, *shape)
    w = start.clone().requires_grad_()
    made = make([w])
    trajectory = []
    for g in gradients:
        w.grad = g.clone()
        made.step()
        trajectory.append(w.detach().clone())
    tensors = {"in.parameter": start, "in.gradients": gradients, "out.trajectory": torch.stack(trajectory)}
    write(name, "optimizer", op, attrs, tensors)


optim = torch.optim
optimizer(
    "ball",
    "sgd_nesterov",
    {"lr": 0.05, "momentum": 0.7, "nesterov": True, "weight_decay": 0.1},
    lambda w: optim.SGD(w, 0.05, momentum=0.7, nesterov=True, weight_decay=0.1),
    2,
    3,
)
optimizer(
    "two moments",
    "adam",
    {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 0.001, "weight_decay": 0.1, "amsgrad": True},
    lambda w: optim.Adam(w, 0.02, (0.8, 0.95), 0.001, 0.1, True),
    4,
)
optimizer("decay apart", "adamw", {"lr": 0.1, "beta1": 0.5, "weight_decay": 0.2}, lambda w: optim.AdamW(w, 0.1, (0.5, 0.999), weight_decay=0.2), 3, 2)
optimizer("sum", "adagrad", {"lr": 0.3, "epsilon": 0.01, "weight_decay": 0.05}, lambda w: optim.Adagrad(w, 0.3, eps=0.01, weight_decay=0.05), 3)
optimizer(
    "roots",
    "rmsprop",
    {"lr": 0.02, "alpha": 0.95, "epsilon": 0.01, "momentum": 0.5, "weight_decay": 0.1},
    lambda w: optim.RMSprop(w, 0.02, 0.95, 0.01, 0.1, 0.5),
    5,
)
optimizer("no rate", "adadelta", {"lr": 0.5, "rho": 0.8, "epsilon": 0.001, "weight_decay": 0.1}, lambda w: optim.Adadelta(w, 0.5, 0.8, 0.001, 0.1), 2, 2)
optimizer("largest", "adamax", {"lr": 0.1, "beta1": 0.6, "beta2": 0.9}, lambda w: optim.Adamax(w, 0.1, (0.6, 0.9)), 3)
optimizer("ahead", "nadam", {"lr": 0.05, "beta2": 0.9, "momentum_decay": 0.02}, lambda w: optim.NAdam(w, 0.05, (0.9, 0.9), momentum_decay=0.02), 3)
optimizer("careful", "radam", {"lr": 0.1, "beta1": 0.7, "beta2": 0.9}, lambda w: optim.RAdam(w, 0.1, (0.7, 0.9)), 3, steps=9)


# Schedules.
def schedule(name, op, attrs, make, updates, lr):
    made = optim.SGD([torch.zeros(1, requires_grad=True)], lr)
    plan = make(made)
    rates = []
    for _ in range(updates):
        rates.append(made.param_groups[0]["lr"])
        made.step()
        plan.step()
    write(name, "schedule", op, {"lr": lr} | attrs, {"out.lr": torch.tensor(rates)})


plans = torch.optim.lr_scheduler
schedule("stairs", "step", {"every": 4, "factor": 0.5}, lambda o: plans.StepLR(o, 4, 0.5), 13, 0.3)
schedule("stones", "milestones", {"at": [2, 3, 9], "factor": 0.2}, lambda o: plans.MultiStepLR(o, [2, 3, 9], 0.2), 11, 0.4)
schedule("fading", "exponential", {"factor": 0.8}, lambda o: plans.ExponentialLR(o, 0.8), 9, 0.2)
schedule("straight", "polynomial", {"steps": 8, "power": 1.0}, lambda o: plans.PolynomialLR(o, 8, 1.0), 12, 0.5)
schedule("half a wave", "cosine", {"steps": 14, "minimum": 0.02}, lambda o: plans.CosineAnnealingLR(o, 14, 0.02), 14, 0.2)
schedule(
    "waves",
    "cosine_restarts",
    {"period": 3, "multiplier": 3, "minimum": 0.01},
    lambda o: plans.CosineAnnealingWarmRestarts(o, 3, 3, 0.01),
    20,
    0.2,
)
schedule(
    "up and down",
    "one_cycle",
    {"peak": 0.4, "steps": 20, "warmup_fraction": 0.25, "initial_divisor": 10.0, "final_divisor": 100.0},
    lambda o: plans.OneCycleLR(o, 0.4, 20, pct_start=0.25, div_factor=10.0, final_div_factor=100.0, cycle_momentum=False),
    19,
    0.4,
)
schedule("saw", "cyclic", {"low": 0.02, "high": 0.3, "half_period": 3}, lambda o: plans.CyclicLR(o, 0.02, 0.3, 3, cycle_momentum=False), 16, 0.02)

# Training on the digits.
rows = np.loadtxt("../../../../../examples/digits/digits.csv", delimiter=",", skiprows=1)
pixels, digits = torch.tensor(rows[:, :64]) / 16, torch.tensor(rows[:, 64]).long()


def training(name, op, net, make, shape, steps, batch, note):
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(numbers(*p.shape, scale=0.2))
    tensors = {"init." + k: v.clone() for k, v in net.state_dict().items() if "num_batches" not in k}
    made = make(net.parameters())
    losses = []
    for step in range(steps):
        at = torch.arange(step * batch, (step + 1) * batch) % len(pixels)
        made.zero_grad()
        value = F.cross_entropy(net(pixels[at].reshape(-1, *shape)), digits[at])
        value.backward()
        made.step()
        losses.append(value.detach())
    net.eval()
    tensors |= {"out.losses": torch.stack(losses), "out.eval16": net(pixels[:16].reshape(-1, *shape))}
    tensors |= {"final." + k: v for k, v in net.state_dict().items() if "num_batches" not in k}
    write(name, "training", op, {"steps": steps, "batch": batch}, tensors, note)


class Last(nn.Module):
    def __init__(self):
        super().__init__()
        self.walk = nn.LSTM(4, 3, batch_first=True)
        self.classes = nn.Linear(3, 10)

    def forward(self, x):
        return self.classes(self.walk(x)[0][:, -1])


training(
    "perceptron",
    "train_perceptron",
    nn.Sequential(nn.Linear(64, 5), nn.Sigmoid(), nn.Linear(5, 10)),
    lambda p: optim.Adagrad(p, 0.1, eps=1e-8),
    (64,),
    9,
    20,
    "64-5-10 sigmoid, cross entropy, adagrad lr 0.1 epsilon 1e-8",
)
training(
    "pictures",
    "train_pictures",
    nn.Sequential(
        nn.Conv2d(1, 3, 5, padding=2),
        nn.BatchNorm2d(3),
        nn.Tanh(),
        nn.AvgPool2d(4),
        nn.Conv2d(3, 4, 2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(4, 10),
    ),
    lambda p: optim.SGD(p, 0.05, momentum=0.5, weight_decay=0.01),
    (1, 8, 8),
    7,
    16,
    "image [1,8,8]: conv 3 5x5 pad 2, batch_norm, tanh, avg_pool 4, conv 4 2x2, relu, global average pool, dense 10; sgd lr 0.05 momentum 0.5 weight_decay 0.01",
)
training(
    "steps",
    "train_steps",
    Last(),
    lambda p: optim.Adam(p, 0.01, (0.8, 0.999)),
    (16, 4),
    6,
    12,
    "rows as a sequence [16, 4]: lstm 3, last state, dense 10; adam lr 0.01 beta1 0.8",
)

# Second derivatives.
dims = [3, 4, 2]
sizes = [(o, i) for i, o in zip(dims, dims[1:])]
x, label = numbers(5, 3), torch.randint(0, 2, (5,))
flat = numbers(sum(o * i + o for o, i in sizes))


def fit(flat):
    y, start = x, 0
    for place, (o, i) in enumerate(sizes):
        w = flat[start : start + o * i].reshape(o, i)
        b = flat[start + o * i : start + o * i + o]
        start += o * i + o
        y = (torch.sigmoid(y) if place else y) @ w.T + b
    return F.cross_entropy(y, label)


vector = numbers(len(flat))
hessian = torch.autograd.functional.hessian(fit, flat)
write(
    "bent",
    "curvature",
    "sigmoid",
    {"dims": dims, "activation": "sigmoid"},
    {
        "in.x": x,
        "in.label": label,
        "in.parameters": flat,
        "in.vector": vector,
        "out.loss": fit(flat),
        "out.gradient": torch.autograd.functional.jacobian(fit, flat),
        "out.hvp": hessian @ vector,
        "out.hessian": hessian,
        "out.eigenvalues": torch.linalg.eigvalsh(hessian),
    },
)

source = f"PyTorch {torch.__version__}, float64; inputs and parameters are float32-representable"
with open("cases.json", "w") as out:
    out.write('{"source": "' + source + '", "cases": [\n')
    out.write(",\n".join(json.dumps(c) for c in cases))
    out.write("\n]}\n")
