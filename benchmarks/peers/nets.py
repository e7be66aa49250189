"""The reference nets in PyTorch, for the peers that train it or take its exports."""

import torch
from torch import nn
from torch.nn import functional


def perceptron(*widths):
    layers = []
    for before, after in zip(widths, widths[1:]):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), *perceptron(400, 120, 84, 10))


def mnist_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), *perceptron(64 * 12 * 12, 128, 10))


def conv_norm(before, after, kernel=3, stride=1):
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(after))


class Residual(nn.Module):
    def __init__(self, before, after, stride):
        super().__init__()
        self.main = nn.Sequential(
            conv_norm(before, after, 3, stride), nn.ReLU(), conv_norm(after, after))
        self.skip = nn.Identity() if stride == 1 else conv_norm(before, after, 1, stride)

    def forward(self, x):
        return functional.relu(self.main(x) + self.skip(x))


def resnet20():
    stages = [conv_norm(3, 16), nn.ReLU()]
    for before, after in ((16, 16), (16, 32), (32, 64)):
        stages.append(Residual(before, after, 1 if before == after else 2))
        stages += [Residual(after, after, 1) for _ in range(2)]
    return nn.Sequential(*stages, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTM(32, 128, batch_first=True)
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        states, _ = self.cell(x)
        return self.head(states[:, -1])


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        batch, time, width = x.shape
        q, k, v = (part.view(batch, time, self.heads, -1).transpose(1, 2)
                   for part in self.qkv(x).chunk(3, dim=-1))
        found = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(found.transpose(1, 2).reshape(batch, time, width))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention = nn.Sequential(nn.LayerNorm(width), Attention(width, heads))
        self.deep = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(x)
        return x + self.deep(x)


class GptMini(nn.Module):
    def __init__(self, vocab=65, time=128, width=128):
        super().__init__()
        self.embed = nn.Embedding(vocab, width)
        self.positions = nn.Parameter(0.02 * torch.randn(time, width))
        self.blocks = nn.Sequential(*(Block(width, 4) for _ in range(4)))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, vocab))

    def forward(self, tokens):
        return self.head(self.blocks(self.embed(tokens) + self.positions))


def normal(*row):
    return lambda rows: torch.randn(rows, *row)


def classes(count, *row):
    return lambda rows: torch.randint(count, (rows, *row))


class Net:
    """A net, its batch, and what makes rows of its input and target."""

    def __init__(self, make, batch, inputs, targets, loss=None):
        self.make, self.batch, self.inputs, self.targets = make, batch, inputs, targets
        self.loss = loss or functional.cross_entropy


NETS = {
    "tiny_mlp": Net(lambda: perceptron(8, 32, 32, 1), 32, normal(8), normal(1), functional.mse_loss),
    "mnist_mlp": Net(lambda: perceptron(784, 256, 128, 10), 64, normal(784), classes(10)),
    "wide_mlp": Net(lambda: perceptron(784, 1024, 1024, 10), 128, normal(784), classes(10)),
    "lenet": Net(lenet, 64, normal(1, 28, 28), classes(10)),
    "mnist_cnn": Net(mnist_cnn, 64, normal(1, 28, 28), classes(10)),
    "resnet20": Net(resnet20, 32, normal(3, 32, 32), classes(10)),
    "lstm": Net(Sequence, 32, normal(28, 32), classes(10)),
    "gpt_mini": Net(GptMini, 8, classes(65, 128), classes(65, 128),
                    lambda logits, y: functional.cross_entropy(logits.flatten(0, 1), y.flatten())),
}
